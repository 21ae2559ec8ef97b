using System.Text.Json;
using System.Text.Json.Serialization;

namespace TauStar.Store;

/// <summary>The findings of a data set as text from which every number comes back as the same bits (any NaN as <see cref="double.NaN"/>).</summary>
internal static class FindingsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true, // what follows from other members
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write<TFindings>(TFindings findings) => JsonSerializer.Serialize(findings, Options);

    /// <exception cref="JsonException">Not such findings.</exception>
    public static TFindings Read<TFindings>(string text) => JsonSerializer.Deserialize<TFindings>(text, Options) ?? throw new JsonException("null");
}

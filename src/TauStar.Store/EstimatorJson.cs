using System.Text.Json;
using System.Text.Json.Serialization;
using TauStar.Studies.Estimators;

namespace TauStar.Store;

/// <summary>The findings of a data set as text from which every number comes back as the same bits (any NaN as <see cref="double.NaN"/>).</summary>
internal static class EstimatorJson
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

    public static string Write(EstimatorFindings findings) => JsonSerializer.Serialize(findings, Options);

    /// <exception cref="JsonException">Not such findings.</exception>
    public static EstimatorFindings Read(string text) => JsonSerializer.Deserialize<EstimatorFindings>(text, Options) ?? throw new JsonException("null");
}

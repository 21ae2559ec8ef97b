using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using TauStar.Formats.Input;

namespace TauStar.Formats.Output;

/// <summary>
/// Results as indented JSON with camelCase names, named statuses, and the strings "NaN", "Infinity" and "-Infinity" for numbers that JSON has no notation
/// for. Every number reads back exactly.
/// </summary>
/// <param name="name">Name of the file, for complaints: "result.json".</param>
/// <param name="work">What wrote it: "tuning".</param>
/// <param name="schema">The schema version that this program reads.</param>
internal sealed class ResultFile<T>(string name, string work, int schema) where T : class
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        // Greek stays readable; '<' and '>' are still escaped, so that the text may stand inside HTML.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string ToText(T result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonSerializer.Serialize(result, Options) + "\n";
    }

    public T Read(string path) => SourceFile.Read(path, hash: false, Parse);

    private T Parse(SourceFile source)
    {
        source.RequireText();
        StringBuilder text = new();
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line)) text.Append(Encoding.UTF8.GetString(line)).Append('\n');
        string json = text.ToString();
        try
        {
            CheckSchema(source, json);
            return JsonSerializer.Deserialize<T>(json, Options)
                ?? throw source.Complain($"holds null; give the {name} of a {work} run");
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is long line ? $"line {line + 1}: " : "";
            string where = string.IsNullOrEmpty(e.Path) ? "" : $" at {Excerpt.Of(e.Path)}";
            throw source.Complain($"{place}is no result of this version{where} ({Excerpt.Escape(Cause(e))}); run the {work} again");
        }
    }

    private void CheckSchema(SourceFile source, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("schemaVersion", out JsonElement version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number))
            throw source.Complain($"has no schemaVersion; give the {name} of a {work} run");
        if (number != schema)
        {
            throw source.Complain($"has schema version {number}, this program reads {schema}; "
                + $"read it with the version of the program that wrote it, or run the {work} again");
        }
    }

    /// <summary>The serializer's message without the place that it appends.</summary>
    private static string Cause(JsonException e)
    {
        int end = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string cause = end < 0 ? e.Message : e.Message[..end];
        return cause.Length > 200 ? cause[..200] + "..." : cause.TrimEnd('.');
    }
}

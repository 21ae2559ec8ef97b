using System.Text.Json;
using TauStar.Data;

namespace TauStar.Cli.Settings;

/// <summary>
/// A JSON object whose keys are setting names without dashes: <c>{ "seed": 3, "l2-couplings": 0.05, "at": [0.8, 1.2] }</c>.
/// </summary>
internal static class ConfigFile
{
    /// <summary>Applies a file to settings; flags given beside it win, so they are applied after it.</summary>
    public static T Apply<T>(string path, IReadOnlyList<Setting<T>> settings, T to)
    {
        using JsonDocument document = Open(path);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InputException($"{path}: a configuration is one JSON object, as in {{ \"seed\": 3 }}");
        HashSet<string> seen = [];
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            Setting<T> setting = settings.FirstOrDefault(s => s.Name == property.Name)
                ?? throw new InputException($"{path}: unknown key '{property.Name}'; keys are {string.Join(", ", settings.Select(s => s.Name))}");
            if (!seen.Add(property.Name)) throw new InputException($"{path}: key '{property.Name}' stands twice");
            if (property.Value.ValueKind == JsonValueKind.Null) continue; // not set, as a manifest writes it
            try
            {
                to = setting.Apply(to, Text(property.Value));
            }
            catch (InputException e)
            {
                throw new InputException($"{path}: {e.Message}", e);
            }
        }
        return to;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object => throw new InputException("a value is an object; give a number, a text or a list"),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };

    private static JsonDocument Open(string path)
    {
        try
        {
            ReadOnlyMemory<byte> text = File.ReadAllBytes(path);
            if (text.Span.StartsWith("\uFEFF"u8)) text = text[3..];
            return JsonDocument.Parse(text,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not valid JSON", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.Split('\n')[0]}); give a configuration file", e);
        }
    }
}

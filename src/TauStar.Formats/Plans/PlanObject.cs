using System.Text.Json;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Plans;

/// <summary>
/// One object of a plan file, asked member by member. The questions are the schema: after the last one
/// <see cref="Finish"/> complains about keys that nobody asked for and lists those that were; only then about the first
/// member that is missing or of the wrong type, since a misspelt key explains both.
/// </summary>
internal sealed class PlanObject
{
    private readonly Dictionary<string, JsonElement> members = [];
    private readonly List<string> asked = [];
    private readonly string place;
    private string? problem;

    /// <summary>An object.</summary>
    /// <param name="element">It, or what stands in its place.</param>
    /// <param name="place">What complaints call it, e.g. <c>truth 2</c>.</param>
    /// <exception cref="InputException">No object, or a key stands twice.</exception>
    public PlanObject(JsonElement element, string place)
    {
        this.place = place;
        if (element.ValueKind != JsonValueKind.Object)
            throw new InputException($"{place} is {Shown(element)}; give an object in braces");
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value)) throw new InputException($"{place}: key '{Excerpt.Of(member.Name)}' stands twice");
        }
    }

    /// <summary>A whole number.</summary>
    public int Whole(string name, int? without = null) =>
        Ask<int>(name, without, value => value.TryGetInt32(out int number) ? number : null, "a whole number");

    /// <summary>A finite number.</summary>
    public double Number(string name, double? without = null) =>
        Ask<double>(name, without, value => value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null, "a number");

    /// <summary>A seed; 1 if there is none.</summary>
    public ulong Seed(string name = "seed") =>
        Ask<ulong>(name, 1, value => value.TryGetUInt64(out ulong number) ? number : null, $"a whole number from 0 to {ulong.MaxValue}");

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool without)
    {
        if (!Find(name, required: false, out JsonElement value)) return without;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Blame($"{name} is {Shown(value)}; give true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    public T Choice<T>(string name, T without) where T : struct, Enum
    {
        if (!Find(name, required: false, out JsonElement value)) return without;
        foreach (T choice in Enum.GetValues<T>())
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(choice.ToString().ToLowerInvariant())) return choice;
        }
        Blame($"{name} is {Shown(value)}; give one of {string.Join(", ", Enum.GetNames<T>().Select(n => $"\"{n.ToLowerInvariant()}\""))}");
        return without;
    }

    /// <summary>Any text; empty if there is none.</summary>
    public string Word(string name)
    {
        if (!Find(name, required: true, out JsonElement value)) return "";
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        Blame($"{name} is {Shown(value)}; give a text in quotes");
        return "";
    }

    /// <summary>A list that is not empty.</summary>
    public JsonElement[] List(string name)
    {
        if (!Find(name, required: true, out JsonElement value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0) return [.. value.EnumerateArray()];
        Blame(value.ValueKind == JsonValueKind.Array ? $"{name} is empty; give at least one" : $"{name} is {Shown(value)}; give a list in brackets");
        return [];
    }

    /// <summary>Everything was asked: complains if an answer was not good.</summary>
    /// <exception cref="InputException">An unknown key, or a member that is missing or of the wrong type.</exception>
    public void Finish()
    {
        string? unknown = members.Keys.FirstOrDefault(key => !asked.Contains(key));
        if (unknown is not null) throw new InputException($"{place}: unknown key '{Excerpt.Of(unknown)}'; keys are {string.Join(", ", asked)}");
        if (problem is not null) throw new InputException(problem);
    }

    /// <summary>A value as a message shows it: cut short, on one line.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Excerpt.Of(value.GetRawText()),
    };

    private T Ask<T>(string name, T? without, Func<JsonElement, T?> read, string wanted) where T : struct
    {
        if (!Find(name, required: without is null, out JsonElement value)) return without ?? default;
        if (value.ValueKind == JsonValueKind.Number && read(value) is T good) return good;
        Blame($"{name} is {Shown(value)}; give {wanted}");
        return default;
    }

    private bool Find(string name, bool required, out JsonElement value)
    {
        asked.Add(name);
        bool found = members.TryGetValue(name, out value);
        if (!found && required) Blame($"{name} is missing");
        return found;
    }

    private void Blame(string text) => problem ??= $"{place}: {text}";
}

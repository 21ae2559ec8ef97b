using System.Globalization;
using System.Text;
using System.Text.Json;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Formats.Input;
using TauStar.Formats.Plans;
using TauStar.Landscapes;
using TauStar.Studies;

namespace TauStar.Formats;

/// <summary>
/// The plan of a study as JSON: <c>{ "truths": [{ "kind": "ising", "rows": 4, "columns": 4 }], "temperatures": [2, 2.5],
/// "samples": [54], "fits": [{ "kind": "newton", "l2-couplings": 1 }] }</c>. Comments and trailing commas are allowed; every
/// key and kind is in docs/file-formats.md.
/// </summary>
public static class StudyPlanFile
{
    /// <summary>No plan is longer than this; what is longer is some other file.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Cells of the largest plan that is accepted.</summary>
    public const int MostCells = 1_000_000;

    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a plan, plain or gzip-compressed, and checks it: lists, ranges and members of truths. Nothing is listed yet.</summary>
    /// <exception cref="InputException">No such file, no plan, or a plan that cannot be run: one line that says where and why.</exception>
    public static StudyPlan Read(string path) => SourceFile.Read(path, hash: false, source =>
    {
        source.RequireText();
        byte[] bytes = new byte[MostBytes + 1];
        int count = source.Text.Read(bytes);
        if (count > MostBytes) throw source.Complain($"is longer than {MostBytes:N0} bytes; give the plan of a study");
        return Parse(Encoding.UTF8.GetString(bytes, 0, count), Excerpt.Escape(path));
    });

    /// <summary>Reads a plan from text.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="name">What complaints call it.</param>
    /// <exception cref="InputException">As <see cref="Read(string)"/>.</exception>
    public static StudyPlan Parse(string text, string name = "plan")
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Lenient);
            return ReadPlan(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException($"{name}: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not valid JSON", e);
        }
        catch (InputException e)
        {
            throw new InputException($"{name}: {e.Message}", e);
        }
        catch (InvalidOperationException e) // how the parser tells of half a character, as in "\ud800"
        {
            throw new InputException($"{name}: a text is not valid Unicode", e);
        }
    }

    /// <summary>A plan as text that reads back equal: every member written out, a line a truth and a fit.</summary>
    public static string ToText(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        StringBuilder text = new("{\n");
        void Objects(string name, IEnumerable<string> ids) =>
            text.Append(CultureInfo.InvariantCulture, $"  \"{name}\": [\n    {string.Join(",\n    ", ids.Select(ToObject))}\n  ],\n");
        void Numbers(string name, IEnumerable<string> values) =>
            text.Append(CultureInfo.InvariantCulture, $"  \"{name}\": [{string.Join(", ", values)}],\n");
        Objects("truths", plan.Truths.Select(t => t.Id));
        Numbers("temperatures", plan.Temperatures.Select(t => t.ToString("R", CultureInfo.InvariantCulture)));
        Numbers("samples", plan.Samples.Select(m => m.ToString(CultureInfo.InvariantCulture)));
        text.Append(CultureInfo.InvariantCulture, $"  \"replicates\": {plan.Replicates},\n");
        Objects("fits", plan.Fits.Select(f => f.Id));
        text.Append(CultureInfo.InvariantCulture, $"  \"seed\": {plan.Seed}\n}}\n");
        return text.ToString();
    }

    /// <summary>Writes a plan.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, StudyPlan plan) => AtomicFile.Write(path, ToText(plan));

    private static StudyPlan ReadPlan(JsonElement root)
    {
        PlanObject members = new(root, "the plan");
        JsonElement[] truths = members.List("truths"), temperatures = members.List("temperatures"), samples = members.List("samples");
        int replicates = members.Whole("replicates", 10);
        JsonElement[] fits = members.List("fits");
        ulong seed = members.Seed();
        members.Finish();
        StudyPlan plan = new()
        {
            Truths = [.. truths.Select((element, n) => ReadTruth(element, $"truth {n + 1}"))],
            Temperatures = [.. temperatures.Select((element, n) => ReadTemperature(element, n + 1))],
            Samples = [.. samples.Select((element, n) => ReadSamples(element, n + 1))],
            Replicates = replicates,
            Fits = [.. fits.Select((element, n) => ReadFit(element, $"fit {n + 1}"))],
            Seed = seed,
        };
        plan = plan.Validated();
        double cells = (double)truths.Length * temperatures.Length * samples.Length * replicates * fits.Length;
        return cells <= MostCells ? plan : throw new InputException($"the plan has {cells:N0} cells; at most {MostCells:N0} are allowed");
    }

    private static T Checked<T>(T made, string place, Action check)
    {
        try
        {
            check();
            return made;
        }
        catch (InputException e)
        {
            throw new InputException($"{place}: {e.Message}", e);
        }
    }

    private static GroundTruth ReadTruth(JsonElement element, string place)
    {
        GroundTruth truth = Make(element, place, PlanKinds.Truths);
        return Checked(truth, place, truth.Check);
    }

    private static FitMethod ReadFit(JsonElement element, string place)
    {
        FitMethod fit = Make(element, place, PlanKinds.Fits);
        return Checked(fit, place, fit.Check);
    }

    private static double ReadTemperature(JsonElement element, int place) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double t) && double.IsFinite(t) ? t
            : throw new InputException($"temperature {place} is {PlanObject.Shown(element)}; give a number above 0");

    private static int ReadSamples(JsonElement element, int place) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int m) ? m
            : throw new InputException($"number {place} of samples is {PlanObject.Shown(element)}; give a whole number, at least 1");

    private static T Make<T>(JsonElement element, string place, IReadOnlyList<(string Kind, Func<PlanObject, T> Make)> kinds)
    {
        PlanObject members = new(element, place);
        string known = string.Join(", ", kinds.Select(k => k.Kind));
        if (!element.TryGetProperty("kind", out JsonElement named)) throw new InputException($"{place}: kind is missing; kinds are {known}");
        string kind = members.Word("kind");
        int row = kinds.ToList().FindIndex(k => k.Kind == kind);
        if (row < 0) throw new InputException($"{place}: unknown kind {PlanObject.Shown(named)}; kinds are {known}");
        T made = kinds[row].Make(members);
        members.Finish();
        return made;
    }

    /// <summary>"ising rows=4 periodic=true" as { "kind": "ising", "rows": 4, "periodic": true }.</summary>
    private static string ToObject(string id)
    {
        string[] parts = id.Split(' ');
        return $"{{ \"kind\": {Quoted(parts[0])}{string.Concat(parts.Skip(1).Select(member =>
        {
            int sign = member.IndexOf('=', StringComparison.Ordinal);
            return $", {Quoted(member[..sign])}: {Value(member[(sign + 1)..])}";
        }))} }}";
    }

    private static string Value(string text) =>
        text is "true" or "false" || (double.TryParse(text, Plain, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            ? text : Quoted(text);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}

using System.Globalization;
using System.Text;
using TauStar.Cli.Runs;
using TauStar.Formats;

namespace TauStar.Cli.Terminal;

/// <summary>The conventions of both ends of a conversion, for people and for programs.</summary>
internal static class ConversionText
{
    private const int NameWidth = 14;

    public static string Describe(ModelConversion conversion)
    {
        ModelFindings from = conversion.From;
        WrittenModel to = conversion.To;
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{to.Model.Sites} {(to.Model.Sites == 1 ? "site" : "sites")}, {to.Model.States} states");
        (string Name, string From, string To)[] rows =
        [
            ("", from.Path, string.Join(", ", to.Paths)),
            ("format", from.Format.Title, to.Format.Title),
            ("sign", from.Format.Sign, to.Format.Sign),
            ("sites", Numbers(from.FirstSite), Numbers(to.FirstSite)),
            ("states", States(from.FirstState, from.Letters) + Known(from), States(to.FirstState, to.Letters) + (to.LettersKnown ? "" : " (not written: name them when reading)")),
            ("gauge", GaugeName.Of(from.Document.Model), GaugeName.Of(to.Model)),
            ("temperature", Show(from.Document.Temperature), Show(conversion.Document.Temperature)),
        ];
        int width = rows.Max(row => row.From.Length) + 2;
        foreach ((string name, string left, string right) in rows) text.Append(name.PadRight(NameWidth)).Append(left.PadRight(width)).AppendLine(right);
        foreach (string note in from.Findings.Select(finding => finding.Text)) text.Append("note: ").AppendLine(note);
        text.Append("energies: ").Append(conversion.Temperature == 1 ? "" : $"divided by {Show(conversion.Temperature)}, ")
            .Append(conversion.EnergyShift != 0 ? $"{Sign(conversion.EnergyShift)} for every sequence" : ReferenceEquals(to.Model, from.Document.Model) ? "unchanged" : "else unchanged, up to rounding to 32 bits");
        return text.ToString().ReplaceLineEndings("\n");
    }

    public static object ForPrograms(ModelConversion conversion) => new
    {
        sites = conversion.To.Model.Sites,
        states = conversion.To.Model.States,
        energyDivisor = conversion.Temperature,
        energyShift = conversion.EnergyShift,
        from = new
        {
            paths = new[] { conversion.From.Path },
            format = conversion.From.Format.Name,
            sign = conversion.From.Format.Sign,
            indexBase = conversion.From.FirstSite,
            stateBase = conversion.From.FirstState,
            stateOrder = conversion.From.Letters,
            stateOrderFrom = conversion.From.LettersFrom.ToString().ToLowerInvariant(),
            gauge = GaugeName.Of(conversion.From.Document.Model),
            temperature = conversion.From.Document.Temperature,
            sha256 = conversion.From.Sha256,
        },
        to = new
        {
            paths = conversion.To.Paths,
            format = conversion.To.Format.Name,
            sign = conversion.To.Format.Sign,
            indexBase = conversion.To.FirstSite,
            stateBase = conversion.To.FirstState,
            stateOrder = conversion.To.Letters,
            stateOrderWritten = conversion.To.LettersKnown,
            gauge = GaugeName.Of(conversion.To.Model),
            temperature = conversion.Document.Temperature,
        },
        findings = conversion.From.Findings.Select(finding => finding.Text),
    };

    private static string Numbers(int? first) => first is int number ? $"from {number}" : "by their order";

    private static string States(int? first, string letters) => first is int number ? $"{number} to {letters.Length - 1 + number} for {letters}" : letters;

    private static string Known(ModelFindings from) => from.LettersFrom switch
    {
        LetterSource.File => " (written in the file)",
        LetterSource.Format => " (fixed by the format)",
        LetterSource.User => " (as --alphabet says)",
        _ => " (letters not known)",
    };

    private static string Sign(double shift) => shift < 0 ? $"less {Show(-shift)}" : $"plus {Show(shift)}";

    private static string Show(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}

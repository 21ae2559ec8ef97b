using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Reporting.Figures;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar dms MODEL WILDTYPE</c>: what a model says of the mutants of a sequence.</summary>
internal static class DmsCommand
{
    private sealed record Settings
    {
        public Alphabet? Alphabet { get; init; }
        public MatchColumns MatchColumns { get; init; }
        public string? Sequence { get; init; }
        public int? First { get; init; }
        public string? Mutant { get; init; }
        public string? Mutants { get; init; }
        public string? Out { get; init; }
        public string? Figure { get; init; }
    }

    private static readonly Setting<Settings>[] All =
    [
        new("sequence", "NAME", "which sequence of the file is the wild type (its header, or the first word of it); default: the first",
            (s, v) => s with { Sequence = v }, s => s.Sequence),
        new("first", "N", "position of its first residue; default: START of a header NAME/START-END, else 1",
            (s, v) => s with { First = Parse.Whole("--first", v) }, s => s.First is int n ? $"{n}" : null),
        new("mutant", "A12C:D40E,...", "only these mutants; ':' joins changes", (s, v) => s with { Mutant = v }, s => s.Mutant),
        new("mutants", "FILE", "only the mutants of this file, one a line", (s, v) => s with { Mutants = v }, s => s.Mutants),
        new("alphabet", "NAME", "protein, rna, dna, binary, spin, or the letters of the model; default: found from the model",
            (s, v) => s with { Alphabet = AlphabetName.Parse(v) }, s => s.Alphabet?.Name),
        new("match-columns", "auto|all", "as the model's data were read",
            (s, v) => s with { MatchColumns = Parse.Choice<MatchColumns>("--match-columns", v) }, s => s.MatchColumns.ToString().ToLowerInvariant()) { Choices = ["auto", "all"] },
        new("out", "FILE", "write a CSV file; default: a table on standard output", (s, v) => s with { Out = v }, s => s.Out),
        new("figure", "FILE", "draw the map of all single mutants: .svg or .png", (s, v) => s with { Figure = v }, s => s.Figure),
    ];

    private const string Details = """
        Prints E(mutant) - E(wild type) in k_BT at tau = 1 of all single mutants: the higher, the less plausible. Positions count the
        wild type's own residues, insertions (lower case in A2M) included and gaps not, from START of a header NAME/START-END, from
        --first, or from 1. Not scanned: sites where it has a gap or an unknown letter, its insertions, letters the model has no
        parameters of. For mutants with several changes, "additive" is the sum of the single ones: the rest is epistasis.

        Example:
          taustar dms model.params.dat.gz examples/fn3.sto --out scan.csv --figure scan.svg
        """;

    private static readonly CsvColumn[] ScanColumns =
    [
        new("position", "in the wild type's own numbering"), new("wild_type", "its letter there"), new("mutant", "new letter"),
        new("delta_energy", "E(mutant) - E(wild type), k_BT at tau = 1"), new("site", "site of the model, from 1"),
    ];

    private static readonly CsvColumn[] MutantColumns =
    [
        new("mutant", "changes in the wild type's own numbering"), new("delta_energy", "E(mutant) - E(wild type), k_BT at tau = 1"),
        new("additive", "sum of the single changes, k_BT; the rest is epistasis"),
    ];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> model = new("MODEL") { Description = "a Potts model, in any format that convert reads" };
        Argument<string> wildType = new("WILDTYPE") { Description = "the sequence, aligned as the model's data, alone or in an alignment (FASTA, A2M, A3M, Stockholm)" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("dms", "Scan the mutants of a sequence: energy differences under a Potts model.", Details) { model, wildType };
        SettingOptions<Settings> options = new(command, All);
        OutputFiles files = new(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, s => FigureOutput.Check("--figure", s.Figure));
            files.Check(parsed, [parsed.GetValue(model), parsed.GetValue(wildType), settings.Mutants], [settings.Out, settings.Figure]);
            Scan scan = Scan.Of(ModelInput.Read(parsed.GetValue(model)!, settings.Alphabet), parsed.GetValue(wildType)!, settings);
            cancellation.ThrowIfCancellationRequested(); // half a file is never seen, so that between reading and writing is where to stop
            if (settings.Out is string file) CsvWriter.Write(file, scan.Title, scan.Columns, scan.Rows.Select(scan.Cells));
            if (settings.Figure is string figure) FigureOutput.Write(figure, MutationFigure.Describe(scan.Target, scan.Model.Alphabet, scan.Letters, scan.Energies));
            if (parsed.GetValue(json)) Output.WriteLine(scan.ToJson());
            else if (settings.Out is null) Output.Write(scan.ToText());
            return 0;
        });
        return command;
    }

    /// <summary>A wild type under a model, and the mutants that were asked for.</summary>
    private sealed record Scan(PottsModel Model, TargetSequence Target, MutantEnergies Energies, byte[] Letters, IReadOnlyList<Mutant>? Chosen)
    {
        public static Scan Of(PottsModel model, string file, Settings settings)
        {
            TargetSequence target = TargetReader.Read(file, new TargetOptions(model.Alphabet, model.Sites)
            { Sequence = settings.Sequence, First = settings.First, MatchColumns = settings.MatchColumns });
            byte[] letters = [.. Enumerable.Range(model.Alphabet.HasGap ? 1 : 0, model.States - (model.Alphabet.HasGap ? 1 : 0)).Where(model.Knows).Select(a => (byte)a)];
            MutantReader reader = new(target, model.Alphabet);
            List<Mutant>? chosen = settings.Mutant is null && settings.Mutants is null ? null : [];
            if (settings.Mutant is string list) chosen!.AddRange(list.Split(',', StringSplitOptions.TrimEntries).Select(reader.Parse));
            if (settings.Mutants is string path) chosen!.AddRange(reader.Read(path));
            return new Scan(model, target, new MutantEnergies(model, target.Row), letters, chosen);
        }

        public string Title => string.Create(CultureInfo.InvariantCulture,
            $"{Target.Name}: positions {Target.First} to {Target.Last}, counted {Target.Numbering}; E(wild type) = {Model.Energy(Target.Row):F4} k_BT{(Unscanned.Length > 0 ? $"; {Unscanned.Length} of {Model.Sites} sites without a known residue" : "")}{(Insertions > 0 ? $"; {Insertions} inserted residues" : "")}");

        public CsvColumn[] Columns => Chosen is null ? ScanColumns : MutantColumns;

        /// <summary>Mutants that were named, or all single ones.</summary>
        public IEnumerable<Mutant> Rows => Chosen ?? Enumerable.Range(0, Model.Sites).Where(IsScanned).SelectMany(site => Letters.Where(b => b != Target.Row[site])
            .Select(b => new Mutant($"{Letter(Target.Row[site])}{Target.PositionAt(site)}{Letter(b)}", [new Substitution(site, b)])));

        public object?[] Cells(Mutant mutant)
        {
            if (Chosen is not null) return [mutant.Name, Energies.Of(mutant.Changes), Energies.Additive(mutant.Changes)];
            Substitution change = mutant.Changes[0];
            return [Target.PositionAt(change.Site), $"{Letter(Target.Row[change.Site])}", $"{Letter(change.State)}", Energies.Single(change), change.Site + 1];
        }

        public string ToText()
        {
            StringBuilder text = new($"# {Title}\n{string.Join('\t', Columns.Select(column => column.Name))}\n");
            foreach (Mutant mutant in Rows)
                text.AppendJoin('\t', Cells(mutant).Select(cell => cell is double number ? number.ToString("F4", CultureInfo.InvariantCulture) : cell)).Append('\n');
            return text.ToString();
        }

        public string ToJson() => JsonSerializer.Serialize(new
        {
            Sequence = Target.Name,
            Target.First,
            Target.Last,
            Target.Numbering,
            Energy = Model.Energy(Target.Row),
            Target.Residues,
            SitesWithoutResidue = Unscanned.Select(site => site + 1),
            Insertions,
            Mutants = Rows.Select(mutant => new { mutant = mutant.Name, deltaEnergy = Energies.Of(mutant.Changes), additive = Energies.Additive(mutant.Changes), sites = mutant.Changes.Select(change => change.Site + 1) }),
        }, Json);

        private int[] Unscanned => [.. Enumerable.Range(0, Model.Sites).Where(site => !IsScanned(site))];

        private int Insertions => Enumerable.Range(0, Target.Residues.Length).Count(residue => Target.SiteOf(residue) < 0);

        private bool IsScanned(int site) => Target.PositionAt(site) is not null && Letters.Contains(Target.Row[site]);

        private char Letter(byte state) => Model.Alphabet.Letters[state];
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Formats;
using TauStar.Landscapes;
using TauStar.Reporting.Figures;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar contacts MODEL</c>: which pairs of sites a model couples most, and which of them a structure has in contact.</summary>
internal static class ContactsCommand
{
    private sealed record Settings
    {
        public Alphabet? Alphabet { get; init; }
        public int Separation { get; init; } = 5;
        public int? Top { get; init; }
        public string? Out { get; init; }
        public string? Pdb { get; init; }
        public string? Chain { get; init; }
        public double Distance { get; init; } = 8;
        public string? Alignment { get; init; }
        public string? Sequence { get; init; }
        public MatchColumns MatchColumns { get; init; }
        public string? Figure { get; init; }
    }

    /// <summary>Aligned residues of which less than this share are identical belong to another protein.</summary>
    private const double LeastIdentity = 0.3;

    private static readonly Setting<Settings>[] All =
    [
        new("alphabet", "NAME", "protein, rna, dna, binary, spin, or the letters of the model; default: found from the file",
            (s, v) => s with { Alphabet = AlphabetName.Parse(v) }, s => s.Alphabet?.Name),
        new("separation", "D", "pairs at least so far apart along the chain", (s, v) => s with { Separation = Parse.Whole("--separation", v) }, s => $"{s.Separation}"),
        new("top", "N", "only the N best pairs", (s, v) => s with { Top = Parse.Whole("--top", v) }, s => s.Top is int n ? $"{n}" : null),
        new("out", "FILE", "write a CSV file; default: a table on standard output", (s, v) => s with { Out = v }, s => s.Out),
        new("pdb", "FILE", "a structure (PDB or mmCIF) to hold the pairs against; needs --alignment", (s, v) => s with { Pdb = v }, s => s.Pdb),
        new("alignment", "FILE", "where the sequence of the structure stands, aligned as the model's data", (s, v) => s with { Alignment = v }, s => s.Alignment),
        new("sequence", "NAME", "which sequence of that file it is (its header, or the first word of it); default: the first", (s, v) => s with { Sequence = v }, s => s.Sequence),
        new("match-columns", "auto|all", "as the model's data were read",
            (s, v) => s with { MatchColumns = Parse.Choice<MatchColumns>("--match-columns", v) }, s => s.MatchColumns.ToString().ToLowerInvariant()) { Choices = ["auto", "all"] },
        new("chain", "ID", "chain of the structure; default: the one that aligns best", (s, v) => s with { Chain = v }, s => s.Chain),
        new("distance", "D", "largest distance of a contact, angstrom, between the nearest atoms other than hydrogen", (s, v) => s with { Distance = Parse.Real("--distance", v) }, s => Parse.Show(s.Distance)),
        new("figure", "FILE", "draw precision and contact map: .svg or .png", (s, v) => s with { Figure = v }, s => s.Figure),
    ];

    private const string Details = """
        Frobenius norm of the couplings in the zero-sum gauge, the gap left out, with average-product correction (APC), best pairs first.
        Sites count from 1, the model's first column.

        With --pdb and --alignment, also how many of the best pairs are contacts of a structure: the sequence's residues are aligned with
        those of the chain, and a contact is a pair whose nearest atoms (no hydrogens) are within --distance. Pairs of which a site has no
        coordinates do not count. The table then holds distances and the precision of all pairs so far (the PPV curve).

        Example:
          taustar contacts model.params.dat.gz --top 50
        """;

    private static readonly CsvColumn[] Columns =
    [
        new("i", "first site, from 1"), new("j", "second site, from 1"), new("score", "Frobenius norm with average-product correction, k_BT"),
        new("frobenius", "without correction, k_BT"),
    ];

    private static readonly CsvColumn[] StructureColumns =
    [
        .. Columns, new("distance", "of the nearest atoms other than hydrogen, angstrom; empty where a site has no coordinates"),
        new("contact", "whether it is within the largest distance of a contact"), new("precision", "share of contacts among this pair and those before it that have a distance"),
        new("residue_i", "number of the first site's residue in the structure"), new("residue_j", "of the second site's"),
    ];

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> model = new("MODEL") { Description = "a Potts model, in any format that convert reads" };
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("contacts", "Rank the pairs of sites that a Potts model couples.", Details) { model };
        SettingOptions<Settings> options = new(command, All);
        OutputFiles files = new(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            files.Check(parsed, [parsed.GetValue(model), settings.Pdb, settings.Alignment], [settings.Out, settings.Figure]);
            PottsModel potts = ModelInput.Read(parsed.GetValue(model)!, settings.Alphabet);
            if (settings.Separation >= potts.Sites) throw new InputException($"separation is {settings.Separation}, but the model has {potts.Sites} sites; allowed: below that");
            ContactScore[] ranked = [.. ContactScores.Of(potts).Where(s => s.J - s.I >= settings.Separation).OrderByDescending(s => s.Score)];
            ContactScore[] chosen = settings.Top is int top ? [.. ranked.Take(top)] : ranked;
            bool asJson = parsed.GetValue(json);
            Judgement? judgement = settings.Pdb is string structure ? Judgement.Of(potts, structure, ranked, settings) : null;
            cancellation.ThrowIfCancellationRequested(); // half a file is never seen, so that between reading and writing is where to stop
            if (judgement is not null) Judge(judgement, chosen, settings, asJson);
            else Print(chosen, settings, asJson);
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        if (settings.Separation < 1) throw new InputException($"separation is {settings.Separation}; allowed: at least 1");
        if (settings.Top < 1) throw new InputException($"top is {settings.Top}; allowed: at least 1");
        if (!(settings.Distance is > 0 and <= 1000)) throw new InputException($"distance is {settings.Distance}; allowed: above 0, up to 1000");
        FigureOutput.Check("--figure", settings.Figure);
        if (settings.Pdb is not null && settings.Alignment is null)
            throw new InputException("--pdb needs --alignment: a file with the sequence of the structure, aligned as the model's data");
        string? stray = settings switch
        {
            { Pdb: not null } => null,
            { Alignment: not null } => "alignment",
            { Chain: not null } => "chain",
            { Sequence: not null } => "sequence",
            { Figure: not null } => "figure",
            _ => null,
        };
        if (stray is not null) throw new InputException($"--{stray} has no effect without --pdb");
    }

    private static void Print(ContactScore[] chosen, Settings settings, bool asJson)
    {
        if (settings.Out is string file)
            CsvWriter.Write(file, "Contact scores, best first", Columns, chosen.Select(s => new object?[] { s.I + 1, s.J + 1, s.Score, s.Frobenius }));
        if (asJson) Output.WriteLine(JsonSerializer.Serialize(chosen.Select(s => new { i = s.I + 1, j = s.J + 1, score = s.Score, frobenius = s.Frobenius })));
        else if (settings.Out is null) Output.Write(ToText(chosen));
    }

    private static void Judge(Judgement judgement, ContactScore[] chosen, Settings settings, bool asJson)
    {
        if (settings.Figure is string figure) FigureOutput.Write(figure, ContactFigure.Describe(judgement.Precision, judgement.Sites));
        if (settings.Out is string file)
            CsvWriter.Write(file, string.Join("; ", judgement.Lines), StructureColumns, chosen.Select(judgement.Cells));
        if (asJson) Output.WriteLine(judgement.ToJson(chosen));
        else Output.Write(string.Concat(judgement.Lines.Select(line => $"# {line}\n")) + (settings.Out is null ? judgement.ToText(chosen) : ""));
    }

    private static string ToText(ContactScore[] scores) => "i\tj\tscore\n" + string.Concat(scores.Select(s =>
        string.Create(CultureInfo.InvariantCulture, $"{s.I + 1}\t{s.J + 1}\t{s.Score:F4}\n")));

    /// <summary>Pairs held against a structure, and how it was found where their sites are.</summary>
    private sealed record Judgement(string File, TargetSequence Target, StructureMap Map, ContactPrecision Precision, int Sites, int Separation)
    {
        private readonly Dictionary<(int, int), RankedContact> known = Precision.Ranked.ToDictionary(p => (p.Score.I, p.Score.J));

        public static Judgement Of(PottsModel model, string file, ContactScore[] ranked, Settings settings)
        {
            TargetSequence target = TargetReader.Read(settings.Alignment!, new TargetOptions(model.Alphabet, model.Sites)
            { Sequence = settings.Sequence, MatchColumns = settings.MatchColumns });
            IReadOnlyList<StructureChain> chains = StructureFile.Read(file);
            StructureChain[] named = [.. chains.Where(chain => settings.Chain is null || chain.Id == settings.Chain)];
            string list = string.Join(", ", chains.Select(chain => $"'{chain.Id}'"));
            if (named.Length == 0) throw new InputException($"{file}: has no chain '{settings.Chain}'; it has {list}");
            StructureMap map = StructureMap.BestOf(target, named);
            if (map.Sites == 0 || map.Identity < LeastIdentity)
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{file}: chain '{map.Chain.Id}' is not the protein of {target.Name}: {map.Alignment.Identical} of {map.Alignment.Aligned} aligned residues are identical; name the sequence with --sequence or the chain with --chain ({list})"));
            return new Judgement(file, target, map, ContactPrecision.Of(ranked, map.Residues, settings.Separation, settings.Distance), model.Sites, settings.Separation);
        }

        /// <summary>The summary, a line a fact.</summary>
        public IReadOnlyList<string> Lines =>
        [
            string.Create(CultureInfo.InvariantCulture, $"{File}, chain '{Map.Chain.Id}': {Map.Alignment.Aligned} of {Target.Residues.Length} residues of {Target.Name} aligned, {100 * Map.Identity:F1} % identical; {Map.Sites} of {Sites} sites have coordinates"),
            string.Create(CultureInfo.InvariantCulture, $"{Precision.Contacts} of {Precision.Ranked.Count} pairs at least {Separation} sites apart are within {Precision.Cutoff} angstrom: a guess is right in {100 * Precision.BaseRate:F1} %"),
            "contacts among the best " + string.Join(", ", Ranks.Select(rank => string.Create(CultureInfo.InvariantCulture, $"{rank.Name} = {rank.Count}: {100 * Precision.At(rank.Count):F1} %"))),
        ];

        private IEnumerable<(string Name, int Count)> Ranks => new[] { ("L/5", Sites / 5), ("L/2", Sites / 2), ("L", Sites), ("2L", 2 * Sites) }
            .Where(rank => rank.Item2 >= 1 && rank.Item2 <= Precision.Ranked.Count);

        public object?[] Cells(ContactScore s)
        {
            bool found = known.TryGetValue((s.I, s.J), out RankedContact pair);
            return
            [
                s.I + 1, s.J + 1, s.Score, s.Frobenius, found ? pair.Distance : null, found ? pair.IsContact : null, found ? pair.Precision : null,
                Map.Residues[s.I]?.Label, Map.Residues[s.J]?.Label,
            ];
        }

        public string ToText(ContactScore[] chosen)
        {
            StringBuilder text = new("i\tj\tscore\tdistance\tcontact\tprecision\n");
            foreach (ContactScore s in chosen)
            {
                text.Append(CultureInfo.InvariantCulture, $"{s.I + 1}\t{s.J + 1}\t{s.Score:F4}\t");
                text.Append(known.TryGetValue((s.I, s.J), out RankedContact pair)
                    ? string.Create(CultureInfo.InvariantCulture, $"{pair.Distance:F2}\t{(pair.IsContact ? "yes" : "no")}\t{pair.Precision:F3}\n") : "-\t-\t-\n");
            }
            return text.ToString();
        }

        public string ToJson(ContactScore[] chosen) => JsonSerializer.Serialize(new
        {
            structure = File,
            chain = Map.Chain.Id,
            sequence = Target.Name,
            aligned = Map.Alignment.Aligned,
            identical = Map.Alignment.Identical,
            sites = Map.Sites,
            cutoff = Precision.Cutoff,
            assessed = Precision.Ranked.Count,
            contacts = Precision.Contacts,
            precision = Ranks.Select(rank => new { best = rank.Count, value = Precision.At(rank.Count) }),
            pairs = chosen.Select(s => known.TryGetValue((s.I, s.J), out RankedContact p)
                ? new { i = s.I + 1, j = s.J + 1, score = s.Score, frobenius = s.Frobenius, distance = (double?)p.Distance, contact = (bool?)p.IsContact, precision = (double?)p.Precision }
                : new { i = s.I + 1, j = s.J + 1, score = s.Score, frobenius = s.Frobenius, distance = (double?)null, contact = (bool?)null, precision = (double?)null }),
        }, Json);
    }
}

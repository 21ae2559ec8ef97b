using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Studies;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar sample MODEL</c>: sequences of a model at one or many temperatures.</summary>
internal static class SampleCommand
{
    private const double Coldest = 0.01, Hottest = 1000;

    private sealed record Settings : ModelSettings
    {
        public IReadOnlyList<double> Temperatures { get; init; } = [1];
        public SamplingOptions Sampling { get; init; } = new();
        public string? Start { get; init; }
        public string? Out { get; init; }
    }

    private static readonly Setting<Settings>[] All =
    [
        new("out", "DIR|FILE", "a folder (tau0.8.fasta in it), or a file that ends in .fasta (with several temperatures NAME_tau0.8.fasta)",
            (s, v) => s with { Out = v }, s => s.Out),
        new("temperatures", "TAU,...", "temperatures, all in one run", (s, v) => s with { Temperatures = [.. Parse.Reals("--temperatures", v).Distinct()] },
            s => Parse.Show(s.Temperatures)) { Alias = "tau" },
        new("sequences", "N", "sequences at each temperature", (s, v) => s with { Sampling = s.Sampling with { Sequences = Parse.Whole("--sequences", v) } }, s => $"{s.Sampling.Sequences}"),
        new("sweeps", "N", "sweeps over all sites before sequences are taken; default: twice the mixing time", (s, v) => s with { Sampling = s.Sampling with { Sweeps = Parse.Whole("--sweeps", v) } },
            s => s.Sampling.Sweeps is long n ? $"{n}" : null),
        new("max-sweeps", "N", "sweeps after which to wait for mixing no longer", (s, v) => s with { Sampling = s.Sampling with { MostSweeps = Parse.Whole("--max-sweeps", v) } }, s => $"{s.Sampling.MostSweeps}"),
        new("method", "gibbs|metropolis|exchange", "gibbs: heat bath; metropolis: Metropolised heat bath, forgets a little faster; exchange: replica exchange, for rough landscapes",
            (s, v) => s with { Sampling = s.Sampling with { Method = Parse.Choice<SamplingMethod>("--method", v) } }, s => s.Sampling.Method.ToString().ToLowerInvariant())
            { Choices = ["gibbs", "metropolis", "exchange"] },
        new("start", "FILE", "alignment whose sequences the chains start from (exchange: half of them); default: random sequences", (s, v) => s with { Start = v }, s => s.Start),
        .. ModelSettings.Of<Settings>(),
    ];

    private const string Details = """
        One FASTA file a temperature, with "DCAenergy: E" in the headers: E = -sum h - sum J in k_BT at tau = 1, whatever the temperature of
        the file. Chains run until they are no nearer to their own past at half the time than to other chains, then as long again. Where they
        never forget, the run warns (in --json: "mixed": false): the sequences are then not a fair sample. Try --method exchange.

        Example:
          taustar sample model.params.dat.gz --temperatures 0.5,0.8,1 --sequences 1000 --out samples
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> model = new("MODEL") { Description = "a Potts model, in any format that convert reads" };
        Option<bool> json = new("--json") { Description = "print JSON" }, quiet = new("--quiet", "-q") { Description = "no progress" };
        ExplainedCommand command = new("sample", "Draw sequences from a Potts model at any temperatures.", Details) { model };
        SettingOptions<Settings> options = new(command, All);
        OutputFiles outputs = new(command);
        command.Options.Add(quiet);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, Check);
            SampleFiles files = new(settings.Out!, settings.Temperatures);
            outputs.Check(parsed, [parsed.GetValue(model), settings.Start], settings.Temperatures.Select(files.PathOf));
            PottsModel read = ModelInput.Read(parsed.GetValue(model)!, settings.Alphabet);
            Alignment? start = settings.Start is string file ? AlignmentInput.OfModel(file, read, least: 2) : null;
            SequenceSampler sampler = new(read, start, settings.Sampling with { Threads = settings.Threads }, RandomStream.FromSeed(settings.Seed).Child("sample"));
            List<Written> written = ProgressDisplay.Run(parsed.GetValue(quiet), progress =>
            {
                List<Written> done = [];
                foreach (SampledSet set in sampler.Draw(settings.Temperatures, (part, detail) => progress.Report(new TuningProgress("sampling", part, part, detail)), cancellation))
                    done.Add(Written.Of(files.Write(set, read.Alphabet), set, settings.Sampling.Method)); // at once: a run that is stopped keeps what it has
                progress.Report(new TuningProgress("done", 1, 1, ""));
                return done;
            });
            foreach (Written set in written.Where(set => set.Warning is not null)) Console.Error.WriteLine($"Warning: {set.Warning}");
            if (parsed.GetValue(json)) Output.WriteLine(ToJson(settings, written));
            else Output.Write(ToText(written));
            return 0;
        });
        return command;
    }

    private static void Check(Settings settings)
    {
        _ = (settings.Sampling with { Threads = settings.Threads }).Validated();
        if (settings.Out is null) throw new InputException("--out is missing; name a folder, or a file that ends in .fasta");
        if (settings.Temperatures.Count == 0) throw new InputException("--temperatures is empty; name one or more, as in 0.8,1");
        foreach (double tau in settings.Temperatures)
        {
            if (tau is not (>= Coldest and <= Hottest))
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"temperature is {tau}; allowed: {Coldest} to {Hottest}"));
        }
    }

    /// <summary>What is said of one file.</summary>
    private sealed record Written(string File, SampledSet Set, SamplingMethod Method, double MeanEnergy, int Distinct)
    {
        public static Written Of(string file, SampledSet set, SamplingMethod method)
        {
            int sites = set.Rows.Length / set.Energies.Length;
            HashSet<string> different = [.. Enumerable.Range(0, set.Energies.Length).Select(m => Encoding.Latin1.GetString(set.Rows, m * sites, sites))];
            return new(file, set with { Rows = [] }, method, set.Energies.Average(), different.Count);
        }

        public string? Warning => Set.Mixed ? null : Set.Overlap is TwoTimeOverlap o
            ? string.Create(CultureInfo.InvariantCulture,
                $"at tau = {Set.Tau} chains have not mixed in {Set.Sweeps} sweeps: they agree with their own past at {100 * o.Own:F1} % of sites, with other chains at {100 * o.Others:F1} %; the sequences depend on where chains started; try {(Method == SamplingMethod.Exchange ? "" : "--method exchange, or ")}more sweeps")
            : string.Create(CultureInfo.InvariantCulture, $"at tau = {Set.Tau} chains made too few sweeps to see whether they mix; give --sweeps 2 or more");
    }

    private static string ToText(List<Written> written)
    {
        StringBuilder text = new("tau\tsequences\tdistinct\tenergy\tsweeps\tmixing\tfile\n");
        foreach (Written w in written)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{w.Set.Tau}\t{w.Set.Energies.Length}\t{w.Distinct}\t{w.MeanEnergy:F2}\t{w.Set.Sweeps}\t{(w.Set.MixingTime is long t ? $"{t}" : "not mixed")}\t{w.File}\n");
        }
        return text.ToString();
    }

    private static string ToJson(Settings settings, List<Written> written) => JsonSerializer.Serialize(new
    {
        seed = settings.Seed,
        method = settings.Sampling.Method.ToString().ToLowerInvariant(),
        sets = written.Select(w => new
        {
            tau = w.Set.Tau,
            file = w.File,
            sequences = w.Set.Energies.Length,
            distinct = w.Distinct,
            meanEnergy = w.MeanEnergy,
            sweeps = w.Set.Sweeps,
            mixed = w.Set.Mixed,
            mixingTime = w.Set.MixingTime,
            overlap = w.Set.Overlap is TwoTimeOverlap o ? new { past = o.Past, now = o.Now, own = o.Own, others = o.Others, error = o.StandardError } : null,
            warning = w.Warning,
        }),
    });
}

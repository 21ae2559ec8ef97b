using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Settings;
using TauStar.Cli.Terminal;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Studies;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar entropy MODEL</c>: log Z, free energy, mean energy and entropy by three ways.</summary>
internal static class EntropyCommand
{
    private sealed record Settings : ModelSettings
    {
        public EntropyOptions Entropy { get; init; } = new();
        public string? Data { get; init; }
    }

    private static readonly Setting<Settings>[] All =
    [
        new("temperature", "TAU", "the temperature; 1: the model as it is", (s, v) => s with { Entropy = s.Entropy with { Tau = Parse.Real("--temperature", v) } },
            s => Parse.Show(s.Entropy.Tau)) { Alias = "tau" },
        new("data", "FILE", "alignment: adds the log-likelihood a sequence, and half of the systems start from it", (s, v) => s with { Data = v }, s => s.Data),
        new("systems", "N", $"independent replica-exchange systems, a multiple of {EntropyOptions.SystemUnit}",
            (s, v) => s with { Entropy = s.Entropy with { Systems = Parse.Whole("--systems", v) } }, s => $"{s.Entropy.Systems}"),
        new("sweeps", "N", "recorded sweeps of replica exchange", (s, v) => s with { Entropy = s.Entropy with { Sweeps = Parse.Whole("--sweeps", v) } }, s => $"{s.Entropy.Sweeps}"),
        new("burn-in", "N", "sweeps dropped before that", (s, v) => s with { Entropy = s.Entropy with { BurnIn = Parse.Whole("--burn-in", v) } }, s => $"{s.Entropy.BurnIn}"),
        new("chains", "N", "annealed chains each way", (s, v) => s with { Entropy = s.Entropy with { Chains = Parse.Whole("--chains", v) } }, s => $"{s.Entropy.Chains}"),
        new("steps", "N", "temperatures that annealing passes", (s, v) => s with { Entropy = s.Entropy with { Steps = Parse.Whole("--steps", v) } }, s => $"{s.Entropy.Steps}"),
        .. ModelSettings.Of<Settings>(),
    ];

    private const string Details = """
        Three ways that err differently: replica exchange with reweighting (MBAR), which is the answer; annealed importance sampling, down from
        infinite temperature (a lower bound on log Z) and back up from equilibrium (an upper bound); thermodynamic integration. All intervals are
        90 %. Where the ways disagree or chains did not mix, the answer says so. log Z counts from the model's own energies, E = -sum h - sum J;
        entropy is in nats: exp(S) is the number of sequences that the model effectively holds.

        Example:
          taustar entropy model.params.dat.gz --temperature 0.8 --data examples/fn3.sto
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create(CancellationToken cancellation)
    {
        Argument<string> model = new("MODEL") { Description = "a Potts model, in any format that convert reads" };
        Option<bool> json = new("--json") { Description = "print JSON" }, quiet = new("--quiet", "-q") { Description = "no progress" };
        ExplainedCommand command = new("entropy", "Compute log Z, free energy, mean energy and entropy of a model, three ways.", Details) { model };
        SettingOptions<Settings> options = new(command, All);
        command.Options.Add(quiet);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            Settings settings = options.Read(parsed, s => (s.Entropy with { Threads = s.Threads }).Validated());
            PottsModel read = ModelInput.Read(parsed.GetValue(model)!, settings.Alphabet);
            Alignment? data = settings.Data is string file ? AlignmentInput.OfModel(file, read, least: 1) : null;
            EntropyResult result = ProgressDisplay.Run(parsed.GetValue(quiet), progress =>
                EntropyRun.Run(read, data, settings.Entropy with { Threads = settings.Threads }, settings.Seed, new TuningContext(null, progress, cancellation)));
            Output.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, Json) : EntropyText.Describe(result));
            return 0;
        });
        return command;
    }
}

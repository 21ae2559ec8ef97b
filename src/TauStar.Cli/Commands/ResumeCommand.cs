using System.CommandLine;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Data;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar resume DIR</c>: goes on with a run that was stopped or killed, with the settings that it was begun with.</summary>
internal static class ResumeCommand
{
    private const string Details = """
        Reads the run's manifest and gives its command again with --resume: same settings, same inputs (from the same working directory), same bits
        as if it had never been stopped. A finished run shows its result.

        Example:
          taustar resume out/fn3
        """;

    /// <param name="parse">Runs a command line.</param>
    public static Command Create(Func<string[], int> parse)
    {
        Argument<string> directory = new("DIR") { Description = "run directory of tune or train" };
        Option<bool> quiet = new("--quiet", "-q") { Description = "no progress" }, json = new("--json") { Description = "print the result as JSON on standard output" };
        Option<string?> threads = new("--threads") { HelpName = "N", Description = "threads; changes the time, never the result" };
        ExplainedCommand command = new("resume", "Go on with a run that was stopped.", Details) { directory };
        foreach (Option option in new Option[] { threads, quiet, json }) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(directory)!;
            using RunDirectory run = RunDirectory.Begun(path);
            Manifest manifest = run.Manifest!;
            if (manifest.Command is not ("tune" or "train")) throw new InputException($"{path} holds a run of {manifest.Command}, which is resumed by its own command");
            string data = manifest.Inputs.FirstOrDefault(input => input.Role == "data")?.Path ?? throw new InputException($"{path}: the manifest names no data");
            List<string> words = [manifest.Command, data, "--resume", "--out", path];
            foreach ((string name, string? value) in manifest.Settings)
            {
                if (value is not null && name is not ("out" or "threads")) words.Add($"--{name}={value}"); // a value may begin with a dash, as alphabets with a gap do
            }
            if (parsed.GetValue(threads) is string n) words.AddRange(["--threads", n]);
            if (parsed.GetValue(quiet)) words.Add("--quiet");
            if (parsed.GetValue(json)) words.Add("--json");
            return parse([.. words]);
        });
        return command;
    }
}

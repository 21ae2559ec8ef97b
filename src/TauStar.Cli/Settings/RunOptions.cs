using System.CommandLine;

namespace TauStar.Cli.Settings;

/// <summary>What one asked of a run beside its settings.</summary>
/// <param name="Resume">Go on with the run in --out.</param>
/// <param name="Force">Replace it.</param>
/// <param name="Quiet">No progress.</param>
/// <param name="Json">The result as JSON.</param>
internal sealed record RunChoices(bool Resume, bool Force, bool Quiet, bool Json);

/// <summary>The flags that every command with a run directory has.</summary>
internal sealed class RunOptions
{
    private readonly Option<bool> resume = new("--resume") { Description = "go on with the run in --out where it was stopped" },
        force = new("--force") { Description = "replace the run in --out" },
        quiet = new("--quiet", "-q") { Description = "no progress" },
        json = new("--json") { Description = "print the result as JSON on standard output" };

    public RunOptions(Command command)
    {
        foreach (Option option in new Option[] { resume, force, quiet, json }) command.Options.Add(option);
    }

    /// <exception cref="Data.InputException">--resume and --force together.</exception>
    public RunChoices Read(ParseResult parsed)
    {
        RunChoices chosen = new(parsed.GetValue(resume), parsed.GetValue(force), parsed.GetValue(quiet), parsed.GetValue(json));
        return chosen is { Resume: true, Force: true } ? throw new Data.InputException("--resume and --force exclude each other") : chosen;
    }
}

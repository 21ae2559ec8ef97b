using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TauStar.Cli.Help;
using TauStar.Cli.Runs;
using TauStar.Cli.Terminal;
using TauStar.Studies;

namespace TauStar.Cli.Commands;

/// <summary><c>taustar selftest</c>: small models checked against sums over all states on the user's own machine.</summary>
internal static class SelfTestCommand
{
    private const string Details = """
        Prints for every check what is expected (a closed form, a sum over all states, a published number), what was found on this machine, and how
        far they may be apart. The exit code is 1 if any check fails. The numbers found are the same on every machine.

        Example:
          taustar selftest --json
        """;

    public static Command Create(CancellationToken cancellation)
    {
        Option<bool> json = new("--json") { Description = "print JSON" };
        ExplainedCommand command = new("selftest", "Check this program on this machine, in seconds.", Details) { json };
        command.SetAction(parsed =>
        {
            List<SelfTestCheck> checks = [.. SelfTest.Run(new SelfTestSubjects(), cancellation), .. FileChecks.Run()];
            Output.Write(parsed.GetValue(json) ? ToJson(checks) : ToText(checks));
            return ExitCode(checks);
        });
        return command;
    }

    /// <summary>0, or 1 if a check failed.</summary>
    internal static int ExitCode(IReadOnlyList<SelfTestCheck> checks) => checks.All(c => c.Ok) ? 0 : 1;

    internal static string ToText(IReadOnlyList<SelfTestCheck> checks)
    {
        int width = checks.Max(c => c.Name.Length);
        StringBuilder text = new($"{"check".PadRight(width)}{"expected",14}{"found",14}{"allowed",11}  ok\n");
        foreach (SelfTestCheck c in checks)
            text.Append(CultureInfo.InvariantCulture, $"{c.Name.PadRight(width)}{c.Expected,14:G7}{c.Found,14:G7}{c.Allowed,11:G3}  {(c.Ok ? "yes" : "NO")}\n");
        int failed = checks.Count(c => !c.Ok);
        return text.Append(CultureInfo.InvariantCulture, $"{checks.Count - failed} of {checks.Count} checks passed{(failed > 0 ? "; please report this with your processor and version" : "")}\n").ToString();
    }

    private static string ToJson(List<SelfTestCheck> checks) => JsonSerializer.Serialize(new
    {
        version = Manifest.ProgramVersion,
        ok = ExitCode(checks) == 0,
        checks = checks.Select(c => new { check = c.Name, expected = c.Expected, found = c.Found, allowed = c.Allowed, ok = c.Ok }),
    }, Json) + "\n";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
}

using TauStar.Cli.Settings;
using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>Help, version and shell completion.</summary>
public sealed class HelpTests(Workbench bench) : CliTest(bench)
{
    [Theory]
    [InlineData("tune", "taustar tune <DATA> [options]")]
    [InlineData("inspect", "taustar inspect <DATA> [options]")]
    [InlineData("split", "taustar split <ALIGNMENT> [options]")]
    [InlineData("simulate", "taustar simulate [command] [options]")]
    [InlineData("simulate ising", "taustar simulate ising [options]")]
    [InlineData("simulate planted", "taustar simulate planted [options]")]
    [InlineData("sample", "taustar sample <MODEL> [options]")]
    [InlineData("entropy", "taustar entropy <MODEL> [options]")]
    [InlineData("selftest", "taustar selftest [options]")]
    [InlineData("energies", "taustar energies <MODEL> <DATA> [options]")]
    [InlineData("compare", "taustar compare <A> <B> [options]")]
    [InlineData("contacts", "taustar contacts <MODEL> [options]")]
    [InlineData("train", "taustar train <DATA> [options]")]
    [InlineData("resume", "taustar resume <DIR> [options]")]
    [InlineData("convert", "taustar convert <IN> <OUT> [options]")]
    [InlineData("dms", "taustar dms <MODEL> <WILDTYPE> [options]")]
    [InlineData("study", "taustar study <PLAN> [command] [options]")]
    [InlineData("study estimators", "taustar study estimators [options]")]
    [InlineData("study planted", "taustar study planted [options]")]
    [InlineData("explain", "taustar explain [options]")]
    [InlineData("reproduce", "taustar reproduce [<WHAT>] [options]")]
    [InlineData("completion", "taustar completion <SHELL> [options]")]
    public void Every_command_has_usage_and_ends_with_an_example(string command, string usage)
    {
        Finished help = Run([.. command.Split(' '), "--help"]).Well();
        Assert.Equal("", help.Err);
        Assert.Contains($"Usage:\n  {usage}", help.Out, StringComparison.Ordinal);
        string[] lines = help.Out.TrimEnd('\n').Split('\n');
        Assert.Equal("Example:", lines[^2]);
        Assert.Contains($"taustar {command} ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(help.Out, Run([.. command.Split(' '), "-h", "--no-such-option"]).Well().Out);
    }

    [Fact]
    public void The_programs_help_lists_each_command_on_one_line()
    {
        string help = Run("--help").Well().Out;
        string[] commands = help[(help.IndexOf("Commands:\n", StringComparison.Ordinal) + "Commands:\n".Length)..].Trim('\n').Split('\n');
        Assert.Equal(["tune", "train", "resume", "inspect", "split", "simulate", "sample", "entropy", "energies", "compare", "contacts", "convert", "dms", "study", "explain", "reproduce", "selftest", "completion"], commands.Select(line => line.Trim().Split(' ')[0]));
        Assert.DoesNotContain("Example", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_shows_every_setting()
    {
        string tune = Run("tune", "--help").Well().Out, inspect = Run("inspect", "--help").Well().Out;
        foreach (Setting<TuneSettings> setting in TuneSettings.All)
        {
            Assert.Contains($"  --{setting.Name} <{setting.Argument}>", tune, StringComparison.Ordinal);
            Assert.Contains(setting.Help, tune, StringComparison.Ordinal);
        }
        foreach (Setting<TuneSettings> setting in TuneSettings.OfReading) Assert.Contains($"  --{setting.Name} <", inspect, StringComparison.Ordinal);
        foreach (string flag in new[] { "--config <FILE>", "--resume", "--force", "-q, --quiet", "--json" })
            Assert.Contains($"  {flag}", tune, StringComparison.Ordinal);
        Assert.Contains("[default: 0.95]", tune, StringComparison.Ordinal);
    }

    [Fact]
    public void Version() => Assert.Equal(Runs.Manifest.ProgramVersion + "\n", Run("--version").Well().Out);

    [Theory]
    [InlineData("taustar tu", "tune")]
    [InlineData("taustar simulate ", "ising", "planted")]
    [InlineData("taustar tune x.fasta --tau-m", "--tau-min", "--tau-max")]
    [InlineData("taustar tune x.fasta --unknown ", "error", "gap", "remove")]
    [InlineData("taustar reproduce fig", "fig2", "fig3", "figC-toy", "figC-ising", "figD")]
    [InlineData("taustar explain --ga", "--gap")]
    [InlineData("taustar convert a b --to ", "hdf5", "npz", "mi3", "bmdca-binary", "plmc", "ccmpred", "adabmdca", "bmdca", "pottsevolver")]
    [InlineData("taustar convert a b --gauge ", "keep", "zero-sum", "lattice-gas")]
    [InlineData("taustar study esti", "estimators")]
    [InlineData("taustar study estimators --landscape ", "ising4x4", "spin-glass", "hopfield", "rna", "gap", "three-body", "all")]
    [InlineData("taustar study estimators --fit ", "early-stop", "ml", "l2")]
    [InlineData("taustar study planted --truth ", "warm", "mid", "cold")]
    [InlineData("taustar study planted --user ", "pcd", "l2")]
    [InlineData("taustar completion ", "bash", "zsh", "fish")]
    public void Completion_offers(string line, params string[] offers)
    {
        string[] words = Run($"[suggest:{line.Length}]", line).Well().Out.Split('\n');
        Assert.All(offers, offer => Assert.Contains(offer, words));
    }

    [Fact]
    public void Completion_in_bash()
    {
        File.WriteAllText(PathOf("bash.sh"), Run("completion", "bash").Well().Out);
        Shell("bash -n bash.sh").Well();
        Finished found = Shell("""
            source bash.sh
            complete -p taustar ./taustar >&2
            taustar() { "$TAUSTAR" "$@"; }
            COMP_LINE="taustar tune x.fasta --tau-m" COMP_POINT=28 COMP_WORDS=(taustar tune x.fasta --tau-m) COMP_CWORD=3
            _taustar
            printf '%s\n' "${COMPREPLY[@]}"
            """).Well();
        Assert.Equal(["--tau-max", "--tau-min"], found.Out.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
        Assert.All(found.ErrLines, line => Assert.Contains("-F _taustar", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Completion_in_other_shells(string shell)
    {
        File.WriteAllText(PathOf("script"), Run("completion", shell).Well().Out);
        Assert.SkipWhen(Shell($"command -v {shell}").Code != 0, $"{shell} is not installed");
        Shell($"{shell} -n script").Well();
    }
}

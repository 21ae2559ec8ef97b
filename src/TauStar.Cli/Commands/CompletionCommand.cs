using System.CommandLine;
using TauStar.Cli.Help;
using TauStar.Cli.Terminal;
using TauStar.Data;

namespace TauStar.Cli.Commands;

/// <summary>Prints a shell script that completes commands, flags and their values.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _taustar() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _taustar taustar ./taustar
        """;

    private const string Zsh = """
        #compdef taustar
        _taustar() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found || _files
        }
        compdef _taustar taustar ./taustar
        """;

    private const string Details = """
        Example:
          source <(taustar completion bash)
        """;

    private const string Fish = """
        complete -c taustar -a '(taustar "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish" };
        shell.CompletionSources.Add("bash", "zsh", "fish");
        ExplainedCommand command = new("completion", "Print a completion script for a shell.", Details) { shell };
        command.SetAction(parsed =>
        {
            Output.WriteLine(parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                string other => throw new InputException($"no completion for '{other}'; choose bash, zsh or fish"),
                null => throw new InputException("name a shell: bash, zsh or fish"),
            });
            return 0;
        });
        return command;
    }
}

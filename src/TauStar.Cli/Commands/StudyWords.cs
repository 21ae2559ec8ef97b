using System.CommandLine.Parsing;
using TauStar.Data;

namespace TauStar.Cli.Commands;

/// <summary>Words between <c>study</c> and the name of a study without a plan.</summary>
internal static class StudyWords
{
    /// <summary>What stands there would be heard by nobody.</summary>
    /// <exception cref="InputException">Something does.</exception>
    public static void RefuseBefore(CommandResult command)
    {
        string name = $"study {command.Command.Name}";
        if (command.Parent is CommandResult study && study.Children.Any(child => child is OptionResult { Implicit: false } or ArgumentResult { Tokens.Count: > 0 }))
            throw new InputException($"'{name}' takes no plan; write its options behind it (see 'taustar {name} --help')");
    }
}

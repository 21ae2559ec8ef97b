using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace TauStar.Cli.Help;

/// <summary>The library's help, then what only the command itself can say: its details and an example.</summary>
internal sealed class HelpWithDetails(SynchronousCommandLineAction inner) : SynchronousCommandLineAction
{
    /// <summary>Help is given whatever else is wrong with the line.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts it in the place of a command's plain help.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithDetails((SynchronousCommandLineAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        // What only a command above takes is no part of this one's line.
        for (SymbolResult? above = parseResult.CommandResult.Parent; above is CommandResult result; above = result.Parent)
        {
            foreach (Argument argument in result.Command.Arguments) argument.Hidden = true;
        }
        int code = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExplainedCommand command) parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
        return code;
    }
}

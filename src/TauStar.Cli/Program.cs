using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using TauStar.Cli.Commands;
using TauStar.Cli.Help;
using TauStar.Cli.Terminal;
using TauStar.Data;

namespace TauStar.Cli;

/// <summary>
/// The command line: parses, calls, prints. Exit codes: 0 done, 1 a fault of ours, 2 input that cannot be used, 130 stopped.
/// </summary>
internal static class Program
{
    private const int Fault = 1, BadInput = 2, Stopped = 130;

    public static int Main(string[] args)
    {
        Console.SetError(new MessageWriter(Console.Error));
        using CancellationTokenSource cancellation = new();
        // The first signal asks the run to save and stop; a second one is left to the system and ends it at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return Run(args, cancellation.Token);
        }
        catch (InputException e)
        {
            return Complain(e.Message);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<InputException>().FirstOrDefault() is InputException input)
        {
            return Complain(input.Message); // of several threads
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("taustar: stopped");
            return Stopped;
        }
        catch (Exception e) when (IsLackOfMemory(e) || e is AggregateException many && many.Flatten().InnerExceptions.All(IsLackOfMemory))
        {
            return Complain("not enough memory for this size; use fewer columns, sequences, spins, samples, chains, systems, sweeps or threads");
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"taustar: a fault of the program, please report it: {e}");
            return Fault;
        }
    }

    private static bool IsLackOfMemory(Exception e) => e is OutOfMemoryException or OverflowException;

    private static int Run(string[] args, CancellationToken cancellation)
    {
        RootCommand root = new("TauStar: at which temperature to sample an energy-based model, and why.")
        {
            TuneCommand.Create(cancellation),
            TrainCommand.Create(cancellation),
            ResumeCommand.Create(words => Run(words, cancellation)),
            InspectCommand.Create(),
            SplitCommand.Create(),
            SimulateCommand.Create(cancellation),
            SampleCommand.Create(cancellation),
            EntropyCommand.Create(cancellation),
            EnergiesCommand.Create(cancellation),
            CompareCommand.Create(cancellation),
            ContactsCommand.Create(cancellation),
            ConvertCommand.Create(cancellation),
            DmsCommand.Create(cancellation),
            StudyCommand.Create(cancellation),
            ExplainCommand.Create(cancellation),
            ReproduceCommand.Create(cancellation),
            SelfTestCommand.Create(cancellation),
            CompletionCommand.Create(),
        };
        HelpWithDetails.AddTo(root);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0) return Complain($"{WhatIsWrong(parsed)} (see '{Name(parsed.CommandResult)} --help')");
        using StringWriter help = new(); // and version: what the parser itself says, so that it is written as all else is
        int code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = help });
        if (help.GetStringBuilder().Length > 0) Terminal.Output.Write(help.ToString());
        return code;
    }

    /// <summary>The first word that has no meaning, else what the parser says.</summary>
    private static string WhatIsWrong(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [string word, ..]) return parsed.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.');
        string kind = word.StartsWith('-') ? "option" : parsed.CommandResult.Command is { Subcommands.Count: > 0, Arguments.Count: 0 } ? "command" : "argument";
        return $"unknown {kind} '{word.ReplaceLineEndings(" ")}'";
    }

    private static string Name(CommandResult command) => command.Parent is CommandResult parent ? $"{Name(parent)} {command.Command.Name}" : "taustar";

    private static int Complain(string message)
    {
        Console.Error.WriteLine($"taustar: {message}");
        return BadInput;
    }
}

using System.CommandLine;
using System.Runtime.InteropServices;
using TauStar.Cli.Commands;
using TauStar.Data;

namespace TauStar.Cli;

/// <summary>
/// The command line: parses, calls, prints. Exit codes: 0 done, 1 a fault of ours, 2 input that cannot be used, 130 stopped.
/// </summary>
internal static class Program
{
    private const int Done = 0, Fault = 1, BadInput = 2, Stopped = 130;

    public static int Main(string[] args)
    {
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
        catch (AggregateException e) when (e.GetBaseException() is InputException input)
        {
            return Complain(input.Message);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("taustar: stopped");
            return Stopped;
        }
        catch (OutOfMemoryException)
        {
            return Complain("not enough memory for a model of this size; use fewer columns, chains or systems");
        }
        catch (IOException e) when (e.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase))
        {
            return Done; // whoever read our output has seen enough
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"taustar: a fault of the program, please report it: {e}");
            return Fault;
        }
    }

    private static int Run(string[] args, CancellationToken cancellation)
    {
        RootCommand root = new("TauStar: at which temperature to sample an energy-based model, and why.")
        {
            TuneCommand.Create(cancellation),
            InspectCommand.Create(),
            SimulateCommand.Create(cancellation),
            CompletionCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            string command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            return Complain($"{parsed.Errors[0].Message.ReplaceLineEndings(" ")} (see 'taustar{command} --help')");
        }
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static int Complain(string message)
    {
        Console.Error.WriteLine($"taustar: {message}");
        return BadInput;
    }
}

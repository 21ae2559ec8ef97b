using System.CommandLine;

namespace TauStar.Cli.Help;

/// <summary>A command with a one-line description for lists of commands, and details with an example for its own help.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">One line.</param>
/// <param name="details">Printed at the end of the command's own help; ends with an example.</param>
internal sealed class ExplainedCommand(string name, string description, string details) : Command(name, description)
{
    public string Details { get; } = details;
}

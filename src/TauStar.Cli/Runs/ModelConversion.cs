using TauStar.Formats;

namespace TauStar.Cli.Runs;

/// <summary>A model that was read in one format and written in another.</summary>
/// <param name="From">What was read.</param>
/// <param name="To">What was written.</param>
/// <param name="Document">What was handed to the writer.</param>
/// <param name="GaugeShift">E after less E before the gauge that the user asked for; the writer may add its own.</param>
/// <param name="Temperature">Divisor of all parameters.</param>
internal sealed record ModelConversion(ModelFindings From, WrittenModel To, ModelDocument Document, double GaugeShift, double Temperature)
{
    /// <summary>E of the file that was written less E of the one that was read, divided by the temperature: one number for all sequences.</summary>
    public double EnergyShift => GaugeShift + To.EnergyShift;
}

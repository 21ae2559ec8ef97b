namespace TauStar.Fitting;

/// <summary>One step of <see cref="CouplingThermostat"/>.</summary>
/// <param name="Step">Its number, from 0.</param>
/// <param name="Reading">|v|^2/(eta D): 1 at the posterior's own temperature.</param>
/// <param name="Friction">xi after the step.</param>
public sealed record ThermostatRecord(int Step, double Reading, double Friction);

/// <summary>A part of the steps that means are taken over.</summary>
public enum PosteriorHalf
{
    /// <summary>All of them.</summary>
    Both,

    /// <summary>The earlier half.</summary>
    Earlier,

    /// <summary>The later half.</summary>
    Later,
}

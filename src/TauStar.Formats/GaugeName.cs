using TauStar.Data;
using TauStar.Landscapes;

namespace TauStar.Formats;

/// <summary>Gauges as users and files write them.</summary>
public static class GaugeName
{
    /// <summary>What --gauge takes: keep, zero-sum, lattice-gas.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["keep", "zero-sum", "lattice-gas"];

    /// <summary>The gauge that a model is in: "zero-sum", "lattice-gas", "fieldless" or "none".</summary>
    public static string Of(PottsModel model) => PottsGauges.Of(model) switch
    {
        PottsGauge.ZeroSum => "zero-sum",
        PottsGauge.LatticeGas => "lattice-gas",
        PottsGauge.Fieldless => "fieldless",
        _ => "none",
    };

    /// <summary>The gauge of a name; keep is <see cref="PottsGauge.Unfixed"/>.</summary>
    /// <exception cref="InputException">No gauge has it.</exception>
    public static PottsGauge Parse(string text) => text switch
    {
        "keep" => PottsGauge.Unfixed,
        "zero-sum" => PottsGauge.ZeroSum,
        "lattice-gas" => PottsGauge.LatticeGas,
        _ => throw new InputException($"'{Input.Excerpt.Of(text)}' is no gauge; choose one of {string.Join(", ", Choices)}"),
    };
}

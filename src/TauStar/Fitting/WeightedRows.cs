using TauStar.Data;
using TauStar.Sampling;

namespace TauStar.Fitting;

/// <summary>The rows of an alignment that have weight.</summary>
/// <param name="Count">How many.</param>
/// <param name="States">Count x L, row-major.</param>
/// <param name="Weights">Count weights above 0.</param>
internal sealed record WeightedRows(int Count, byte[] States, float[] Weights)
{
    /// <summary>The same states site by site.</summary>
    public StatesBySite BySite { get; } = new(States, States.Length / Count);

    /// <exception cref="ArgumentException">Weights that do not fit the rows, are negative or not finite, or are all 0.</exception>
    public static WeightedRows Of(Alignment data, double[] weights)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != data.Count) throw new ArgumentException($"{weights.Length} weights for {data.Count} rows", nameof(weights));
        if (!Array.TrueForAll(weights, w => w >= 0 && double.IsFinite(w))) throw new ArgumentException("weights must be at least 0 and finite", nameof(weights));
        int[] kept = [.. Enumerable.Range(0, data.Count).Where(m => weights[m] > 0)];
        if (kept.Length == 0) throw new ArgumentException("no row has weight", nameof(weights));
        byte[] states = new byte[kept.Length * data.Sites];
        for (int k = 0; k < kept.Length; k++) data.Row(kept[k]).CopyTo(states.AsSpan(k * data.Sites));
        return new WeightedRows(kept.Length, states, [.. kept.Select(m => (float)weights[m])]);
    }
}

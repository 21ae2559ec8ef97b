using TauStar.Landscapes;

namespace TauStar.Diagnosis;

/// <summary>
/// What one energy level of the truth adds to the divergences between truth, data and model: d(a||b)_l = sum over its states of
/// a ln(a/b), in nats (theory: section 4). Contributions may be negative; over all levels they sum to the divergence.
/// </summary>
/// <param name="Level">Number of the level, 0 the ground.</param>
/// <param name="Energy">E of its states.</param>
/// <param name="Degeneracy">How many states it has.</param>
/// <param name="EmpiricalTruth">(empirical||truth).</param>
/// <param name="EmpiricalFit">(empirical||fit).</param>
/// <param name="FitTruth">(fit||truth).</param>
/// <param name="TruthFit">(truth||fit).</param>
public sealed record LevelContribution(
    int Level, double Energy, long Degeneracy, double EmpiricalTruth, double EmpiricalFit, double FitTruth, double TruthFit);

/// <summary>Divides divergences among the energy levels of the truth.</summary>
public static class LevelDecomposition
{
    /// <summary>Contributions of all levels, the ground first.</summary>
    /// <param name="levels">Of the truth.</param>
    /// <param name="truth">p.</param>
    /// <param name="fit">q, over the same list.</param>
    /// <param name="rows">The data: M x L states, row-major; each sample has weight 1/M.</param>
    public static IReadOnlyList<LevelContribution> Of(
        EnergyLevels levels, EnumeratedDistribution truth, EnumeratedDistribution fit, ReadOnlySpan<byte> rows)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(fit);
        double[] fitTruth = new double[levels.Count], truthFit = new double[levels.Count];
        double[] dataTruth = new double[levels.Count], dataFit = new double[levels.Count];
        ReadOnlySpan<double> logP = truth.LogProbabilities, logQ = fit.LogProbabilities;
        ReadOnlySpan<ushort> levelOf = levels.LevelOf;
        for (int n = 0; n < levelOf.Length; n++)
        {
            double difference = logQ[n] - logP[n];
            fitTruth[levelOf[n]] += Math.Exp(logQ[n]) * difference;
            truthFit[levelOf[n]] -= Math.Exp(logP[n]) * difference;
        }
        int samples = rows.Length / truth.Sites;
        double each = Math.Log(truth.Space.Multiplicity); // a configuration has half of the probability of its pair
        foreach (Observed state in Count(rows, truth.Sites))
        {
            int n = truth.Index(rows.Slice(state.Row * truth.Sites, truth.Sites));
            double f = (double)state.Times / samples;
            dataTruth[levelOf[n]] += f * (Math.Log(f) - logP[n] + each);
            dataFit[levelOf[n]] += f * (Math.Log(f) - logQ[n] + each);
        }
        return
        [
            .. Enumerable.Range(0, levels.Count).Select(l => new LevelContribution(
                l, levels.Energies[l], levels.Degeneracies[l], dataTruth[l], dataFit[l], fitTruth[l], truthFit[l])),
        ];
    }

    private readonly record struct Observed(int Row, int Times);

    // Each different row once, with how often it occurs: rows in order, equal ones side by side.
    private static List<Observed> Count(ReadOnlySpan<byte> rows, int sites)
    {
        byte[] copy = rows.ToArray();
        int[] order = [.. Enumerable.Range(0, rows.Length / sites)];
        Array.Sort(order, (a, b) => copy.AsSpan(a * sites, sites).SequenceCompareTo(copy.AsSpan(b * sites, sites)));
        List<Observed> found = [];
        for (int k = 0; k < order.Length; k++)
        {
            bool same = k > 0 && copy.AsSpan(order[k] * sites, sites).SequenceEqual(copy.AsSpan(order[k - 1] * sites, sites));
            if (same) found[^1] = found[^1] with { Times = found[^1].Times + 1 };
            else found.Add(new Observed(order[k], 1));
        }
        return found;
    }
}

namespace TauStar.Numerics;

/// <summary>
/// N energies drawn at K inverse temperatures: what a run over a temperature ladder leaves behind for
/// <see cref="EnergyReweighting"/>. The arrays are shared, not copied, and must not change.
/// </summary>
/// <param name="InverseTemperatures">beta_k, K of them, any order; 0 (infinite temperature) is allowed.</param>
/// <param name="Energies">E_n of N draws, any order, in units in which beta E is a pure number.</param>
/// <param name="Rungs">For each draw, the k at which it was drawn: N numbers of 0..K-1. The equations use only how many
/// draws each rung has; which ones they are decides where the solver starts.</param>
/// <param name="Multiplicities">How often each draw counts, N numbers at or above 0; null: once each.</param>
public sealed record TemperedEnergies(
    double[] InverseTemperatures, double[] Energies, int[] Rungs, double[]? Multiplicities = null)
{
    /// <summary>From one array of energies for each inverse temperature (K x N_k, ragged).</summary>
    public static TemperedEnergies FromRungs(double[] inverseTemperatures, IReadOnlyList<double[]> energies)
    {
        ArgumentNullException.ThrowIfNull(inverseTemperatures);
        ArgumentNullException.ThrowIfNull(energies);
        if (energies.Count != inverseTemperatures.Length)
        {
            throw new ArgumentException(
                $"{energies.Count} rungs of energies for {inverseTemperatures.Length} temperatures", nameof(energies));
        }
        int[] rungs = [.. energies.SelectMany((e, k) => Enumerable.Repeat(k, e.Length))];
        return new TemperedEnergies(inverseTemperatures, [.. energies.SelectMany(e => e)], rungs);
    }

    /// <summary>The same draws with those of one group left out: a jackknife replicate. Shares all arrays but one.</summary>
    /// <param name="groups">For each draw, the number of its group (for instance its walker).</param>
    /// <param name="group">The group that counts 0.</param>
    public TemperedEnergies Without(ReadOnlySpan<int> groups, int group)
    {
        if (groups.Length != Energies.Length)
            throw new ArgumentException($"{groups.Length} group numbers for {Energies.Length} draws", nameof(groups));
        double[] multiplicities = new double[groups.Length];
        for (int n = 0; n < groups.Length; n++)
            multiplicities[n] = groups[n] == group ? 0 : Multiplicities?[n] ?? 1;
        return this with { Multiplicities = multiplicities };
    }

    internal void Check()
    {
        int draws = Energies.Length;
        if (InverseTemperatures.Length == 0) throw new ArgumentException("no inverse temperature");
        if (draws == 0) throw new ArgumentException("no energy");
        if (Rungs.Length != draws) throw new ArgumentException($"{Rungs.Length} rung numbers for {draws} energies");
        if (Multiplicities is not null && Multiplicities.Length != draws)
            throw new ArgumentException($"{Multiplicities.Length} multiplicities for {draws} energies");
        foreach (double beta in InverseTemperatures)
        {
            if (!double.IsFinite(beta)) throw new ArgumentException($"inverse temperature {beta}");
        }
        double total = 0;
        for (int n = 0; n < draws; n++)
        {
            double m = Multiplicities?[n] ?? 1;
            if (!double.IsFinite(Energies[n])) throw new ArgumentException($"energy {n} is {Energies[n]}");
            if ((uint)Rungs[n] >= (uint)InverseTemperatures.Length)
                throw new ArgumentException($"energy {n} has rung {Rungs[n]} of {InverseTemperatures.Length}");
            if (!(m >= 0) || !double.IsFinite(m)) throw new ArgumentException($"energy {n} counts {m} times");
            total += m;
        }
        if (total == 0) throw new ArgumentException("every energy counts 0 times");
    }
}

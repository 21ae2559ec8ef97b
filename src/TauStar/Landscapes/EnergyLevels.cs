using System.Runtime.InteropServices;

namespace TauStar.Landscapes;

/// <summary>
/// The energy levels of a landscape that has few of them, lowest first, with their degeneracies. Energies that differ by
/// rounding only, less than <see cref="Tolerance"/> times the largest finite |E|, are one level.
/// </summary>
public sealed class EnergyLevels
{
    /// <summary>A landscape with more levels than this has no few levels.</summary>
    public const int MostLevels = 4096;

    /// <summary>Neighbouring energies closer than this part of the largest |E| are one level: some thousand roundings.</summary>
    public const double Tolerance = 1e-12;

    // Rounding may split each level into some values. A landscape of continuous energies exceeds this after as many configurations.
    private const int MostValues = 16 * MostLevels;

    private readonly double[] energies;
    private readonly long[] degeneracies;
    private readonly ushort[] levelOf;

    private EnergyLevels(double[] energies, long[] degeneracies, ushort[] levelOf) =>
        (this.energies, this.degeneracies, this.levelOf) = (energies, degeneracies, levelOf);

    /// <summary>Number of levels, 1 to <see cref="MostLevels"/>.</summary>
    public int Count => energies.Length;

    /// <summary>E of each level, ascending; of energies merged, the lowest. +infinity is a level of its own.</summary>
    public ReadOnlySpan<double> Energies => energies;

    /// <summary>Configurations of each level, both s and -s of a folded list: they sum to q^L.</summary>
    public ReadOnlySpan<long> Degeneracies => degeneracies;

    /// <summary>The level of each configuration in the list, 0 the ground.</summary>
    public ReadOnlySpan<ushort> LevelOf => levelOf;

    /// <summary>The levels of a landscape, or null where it has more than <see cref="MostLevels"/>. Cost O(N).</summary>
    /// <param name="landscape">At any temperature; its energies are not divided by it.</param>
    public static EnergyLevels? TryCreate(EnumeratedDistribution landscape)
    {
        ArgumentNullException.ThrowIfNull(landscape);
        return TryCreate(landscape.Space, landscape.Energies);
    }

    /// <summary>The levels of energies over a space, or null where there are more than <see cref="MostLevels"/>. Cost O(N).</summary>
    /// <param name="space">The configurations.</param>
    /// <param name="energies">E of each in the order of the space; no NaN.</param>
    public static EnergyLevels? TryCreate(ConfigurationSpace space, ReadOnlySpan<double> energies)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (energies.Length != space.Count)
            throw new ArgumentException($"{energies.Length} energies for {space.Count} configurations", nameof(energies));
        // Different values are few or the answer is null: number them as they come, sort only them.
        Dictionary<double, int> numbers = [];
        foreach (double energy in energies)
        {
            if (double.IsNaN(energy)) throw new ArgumentException("an energy is NaN", nameof(energies));
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, energy, out bool known);
            if (known) continue;
            number = numbers.Count - 1;
            if (numbers.Count > MostValues) return null;
        }
        (double[] levels, ushort[] levelOfNumber) = Merge(numbers);
        if (levels.Length > MostLevels) return null;

        ushort[] levelOf = new ushort[energies.Length];
        long[] degeneracies = new long[levels.Length];
        double last = double.NaN;
        ushort level = 0;
        for (int n = 0; n < energies.Length; n++)
        {
            if (energies[n] != last)
            {
                last = energies[n];
                level = levelOfNumber[numbers[last]];
            }
            levelOf[n] = level;
            degeneracies[level] += space.Multiplicity;
        }
        return new EnergyLevels(levels, degeneracies, levelOf);
    }

    private static (double[] Levels, ushort[] LevelOfNumber) Merge(Dictionary<double, int> numbers)
    {
        double[] values = [.. numbers.Keys.Order()];
        double largest = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value));
        }
        List<double> levels = [];
        ushort[] levelOfNumber = new ushort[values.Length];
        for (int n = 0; n < values.Length; n++)
        {
            // Not "<= tolerance": infinity minus infinity is NaN, but equal values occur once.
            if (n == 0 || values[n] - values[n - 1] > Tolerance * largest) levels.Add(values[n]);
            levelOfNumber[numbers[values[n]]] = (ushort)(levels.Count - 1);
        }
        return ([.. levels], levelOfNumber);
    }
}

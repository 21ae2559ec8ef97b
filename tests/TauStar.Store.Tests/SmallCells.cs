using CsCheck;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Studies;
using TauStar.Tempering;

namespace TauStar.Store.Tests;

/// <summary>A truth with a name and nothing else.</summary>
internal sealed record NamedTruth(string Name) : GroundTruth
{
    public override string Id => $"named name={Name}";
}

/// <summary>A fit with a name and nothing else.</summary>
internal sealed record NamedFit(string Name) : FitMethod
{
    public override string Id => $"named name={Name}";
}

/// <summary>Cells made by hand and by chance.</summary>
internal static class SmallCells
{
    /// <summary>Doubles that stores get wrong: signed zeros, denormals, infinities, NaN, and wholes that look like integers.</summary>
    private static readonly Gen<double> Real = Gen.Frequency(
        (3, Gen.Double.Where(double.IsFinite)),
        (1, Gen.OneOf(0.0, -0.0, 1.0, -3.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity,
            double.NegativeInfinity, double.NaN, Math.PI, 0.1, 1L << 53, 1e300)));

    private static readonly Gen<string> Name = Gen.OneOf(Gen.OneOf("", "a", "A", "τ=1, \"x\"\n#", "0", "1e3"), Gen.String[Gen.Char.AlphaNumeric, 1, 5]);

    private static readonly Gen<CellKey> Key = Gen.Select(
        Name, Real.Where(t => t > 0), Gen.Int[1, int.MaxValue], Gen.Int[0, int.MaxValue], Name, Gen.OneOf(Gen.ULong, Gen.OneOf(0UL, ulong.MaxValue, 1UL << 63)),
        (truth, t, m, replicate, fit, seed) => new CellKey(new NamedTruth(truth), t, m, replicate, new NamedFit(fit), seed));

    private static readonly Gen<TemperatureOptimum> Optimum = Gen.Select(
        Real, Real, Gen.Enum<OptimumPlace>(), Gen.Int, (tau, kl, place, minima) => new TemperatureOptimum(tau, kl, place, minima));

    private static readonly Gen<LevelContribution[]> Levels = Gen.Select(Gen.Int[-5, 5], Gen.Select(Gen.Int[1, 3], Gen.Long, Real.Array[5]).Array[0, 16],
        (first, steps) => steps.Select((step, k) => new LevelContribution(first + 3 * k + step.Item1, step.Item3[0], step.Item2, step.Item3[1], step.Item3[2], step.Item3[3], step.Item3[4])).ToArray());

    /// <summary>Any result that may be saved.</summary>
    public static Gen<CellResult> Any { get; } = Gen.Select(Key, Optimum, Optimum, Real.Array[5], Gen.Select(Gen.Int, Gen.Bool, Gen.Bool, Gen.Int, Real), Levels,
        (key, star, prime, reals, rest, levels) => new CellResult
        {
            Key = key,
            TauStar = star,
            TauPrime = prime,
            ReverseAtOne = reals[0],
            ForwardAtOne = reals[1],
            KappaAtOne = reals[2],
            HeatCapacityAtOne = reals[3],
            EntropyAtOne = reals[4],
            Iterations = rest.Item1,
            Converged = rest.Item2,
            GroundHat = rest.Item3 ? rest.Item4 : null,
            GapHat = rest.Item3 ? rest.Item5 : null,
            Levels = levels,
        });

    /// <summary>Some results with different keys.</summary>
    public static Gen<CellResult[]> Many { get; } = Any.Array[0, 12].Select(cells => cells.DistinctBy(cell => cell.Key).ToArray());

    /// <summary>A cell whose numbers follow from its place.</summary>
    public static CellResult Number(int k, int levels = 2)
    {
        CellKey key = new(new NamedTruth($"t{k % 3}"), 0.5 + k % 2, 10 + k % 5, k, new NamedFit("f"), 7);
        return new CellResult
        {
            Key = key,
            TauStar = new TemperatureOptimum(1 + 0.1 * k, 0.2, (OptimumPlace)(k % 3), 1 + k % 2),
            TauPrime = new TemperatureOptimum(1 / (1.0 + k), 0.3, OptimumPlace.Inside, 1),
            ReverseAtOne = k / 7.0,
            ForwardAtOne = k / 9.0,
            KappaAtOne = -k,
            HeatCapacityAtOne = 2.5,
            EntropyAtOne = Math.Log(1 + k),
            Iterations = k,
            Converged = k % 4 != 3,
            GroundHat = k % 2 == 0 ? k : null,
            GapHat = k % 2 == 0 ? 0.5 * k : null,
            Levels = [.. Enumerable.Range(0, levels).Select(l => new LevelContribution(l, -8 + 4 * l, 1L << l, 0.1 * l, -0.2, 0.3 / (1 + k), k))],
        };
    }

    /// <summary>The first cells of that kind.</summary>
    public static CellResult[] Numbers(int count, int levels = 2) => [.. Enumerable.Range(0, count).Select(k => Number(k, levels))];

    /// <summary>All that a result holds, doubles as their bits.</summary>
    public static string Bits(CellResult cell) => string.Join('|',
        new object?[]
        {
            cell.Key.Truth, Bits(cell.Key.Temperature), cell.Key.Samples, cell.Key.Replicate, cell.Key.Fit, cell.Key.Seed,
            Bits(cell.TauStar.Tau), Bits(cell.TauStar.Divergence), cell.TauStar.Place, cell.TauStar.Minima,
            Bits(cell.TauPrime.Tau), Bits(cell.TauPrime.Divergence), cell.TauPrime.Place, cell.TauPrime.Minima,
            Bits(cell.ReverseAtOne), Bits(cell.ForwardAtOne), Bits(cell.KappaAtOne), Bits(cell.HeatCapacityAtOne), Bits(cell.EntropyAtOne),
            cell.Iterations, cell.Converged, cell.GroundHat, cell.GapHat is double gap ? Bits(gap) : "none",
        }.Concat(cell.Levels.SelectMany(level => new object[]
        {
            level.Level, Bits(level.Energy), level.Degeneracy, Bits(level.EmpiricalTruth), Bits(level.EmpiricalFit), Bits(level.FitTruth), Bits(level.TruthFit),
        })));

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", null);
}

using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Tests;

/// <summary>
/// A reproduction made from smooth formulas that have the shapes of the real one, on the full grids; the two-level worked example
/// is exact, by sums over its ten states.
/// </summary>
internal static class SampleReproduction
{
    public static ReproductionData Typical() => new()
    {
        Fig2Example = TwoLevel(),
        Fig2 = TwoLevelPhase(),
        Fig3Example = Ising(),
        Fig3 = Phase(),
        FigCToy = Toy(),
        FigCIsing = IsingResponse(),
        FigD = Levels(),
    };

    public static TwoLevelExample TwoLevel() => ReproductionExamples.TwoLevel();

    public static PhaseDiagram Phase()
    {
        PhasePoint[] points =
        [
            .. from t in ReproductionPlans.AllTemperatures
               from m in ReproductionPlans.AllSamples
               let star = Math.Exp(Math.Clamp((t - 3.19) * (t > 3.19 ? 60 : 18) / m + 0.03 * Wiggle(t * m), -1.6, 1.5))
               let prime = 1 + 30.0 / m * (1 + (t - 2.5) * (t - 2.5))
               select new PhasePoint(t, m, new(star, 0.05 * star), new(prime, 0.04), new(Math.Log(star), 0.05)),
        ];
        return new PhaseDiagram(points, [.. ReproductionPlans.AllSamples.Select(m => new UnitPoint(m, new Crossing(3.19 + 0.05 * Wiggle(m), 0.02)))]);
    }

    public static PhaseDiagram TwoLevelPhase()
    {
        int[] samples = [3, 5, 7, 10, 14, 20, 28, 40, 57, 80, 113, 160];
        PhasePoint[] points =
        [
            .. from gap in Enumerable.Range(1, 9)
               from m in samples
               let star = Math.Exp((4.2 - gap) * 0.5 * Math.Exp(-m / 30.0) + 0.02 * Wiggle(gap * m))
               select new PhasePoint(gap, m, new(star, 0.02), new(1 + 2.0 / m, 0.02), new(Math.Log(star), 0.02)),
        ];
        return new PhaseDiagram(points, [.. samples.Select(m => new UnitPoint(m, m > 100 ? null : new Crossing(4.2 + 0.1 * Wiggle(m), 0.1)))]);
    }

    public static IsingExample Ising()
    {
        double[] energies = [-32, -24, -20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20, 24, 32];
        long[] states = [2, 32, 64, 424, 1728, 6688, 13568, 20524, 13568, 6688, 1728, 424, 64, 32, 2];
        double[] Level(double beta)
        {
            double[] w = [.. energies.Select((e, k) => states[k] * Math.Exp(-beta * (e + 32)))];
            return [.. w.Select(x => x / w.Sum())];
        }
        double[] p = Level(1 / 2.05), one = Level(0.42), star = Level(0.53);
        return new IsingExample
        {
            Temperature = 2.05,
            Samples = 71,
            TauStar = 0.71,
            TauPrime = 1.31,
            Curve = [.. ReproductionExamples.Taus.Select(tau => new DivergencePoint(tau,
                0.35 + 2.1 * Math.Pow(Math.Log(tau / 0.71), 2), 0.62 + (tau < 1.31 ? 3.5 : 1.2) * Math.Pow(Math.Log(tau / 1.31), 2)))],
            Levels = [.. energies.Select((e, k) => new LevelProbability(k, e, states[k], p[k], Math.Round(p[k] * 71) / 71, one[k], star[k]))],
        };
    }

    public static ResponseCurve Toy()
    {
        ResponsePoint[] points = [.. Enumerable.Range(0, 29).Select(k => 2 + 0.25 * k).Select(gap =>
        {
            double kappa = 0.64 * Math.Pow((gap - 1.2) / 7.8, 0.9), c = 0.42 * (1 - Math.Exp(-gap / 1.9));
            return new ResponsePoint(gap, 80, new(kappa, 0.002), new(c, 0.001), new(c - kappa, 0.002));
        })];
        return new ResponseCurve(points, [new ResponseCrossing(80, new Crossing(5.95, 0.03))]);
    }

    public static ResponseCurve IsingResponse()
    {
        ResponsePoint[] points = [.. ReproductionPlans.AllTemperatures.Select(t =>
        {
            double c = 18 * Math.Exp(-0.5 * Math.Pow((t - 2.5) / 0.55, 2)) + 4, kappa = c * (1 + 0.35 * (3.2 - t));
            return new ResponsePoint(t, 54, new(kappa, 0.6), new(c, 0.5), new(c - kappa, 0.4));
        })];
        return new ResponseCurve(points, [new ResponseCrossing(54, new Crossing(3.2, 0.04))]);
    }

    public static LevelTable Levels()
    {
        int[] samples = [40, 63, 100, 158, 251, 398, 631, 1000, 1585, 2512, 3981, 6310, 10000];
        return new LevelTable(
        [
            .. from t in new[] { 2.3, 3.2, 4.0 }
               from m in samples
               from level in Enumerable.Range(0, 15)
               let size = Math.Exp(-0.5 * Math.Pow((level - (t - 1.5) * 2.4) / 1.6, 2))
               let decay = Math.Pow(m / 40.0, -0.35)
               select new LevelRow(t, m, level, new(0.9 * size * decay, 0.03 * decay), new(0.25 * size * decay - (level == 0 ? 0.05 : 0), 0.02 * decay),
                   new((level < 2 ? 0.3 : -0.2) * size * decay * decay + 0.02 * Wiggle(m + level), 0.02 * decay)),
        ]);
    }

    /// <summary>Stands in for noise.</summary>
    private static double Wiggle(double seed) => Math.Sin(12.9898 * seed) * Math.Cos(4.1414 * seed);
}

using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Diagnosis;

/// <summary>
/// Numbers that others published: mean kappa(1) and C(1) of two-level models fitted to M = 80 samples of N = 100 states, 20 of
/// them low, 200 replicates a gap: the published figure of arXiv:2512.09152. A study of our own seeds must agree within both error
/// bars. To be changed only if the authors publish other numbers.
/// </summary>
public sealed class TwoLevelReferenceTests(ITestOutputHelper output)
{
    private const int Replicates = 200;

    /// <summary>
    /// No difference of 16 may be larger, in combined standard errors. The largest is kappa at gap 6, for nearly every seed: the
    /// published mean, 0.41755, lies 3.2 standard errors of 200 replicates above the 0.4134 of 6,000 drawn by plain
    /// loops, with gaps 5 and 7 where they should be, so chance is the likely reason (kappa takes few values below a ceiling: a
    /// mean that is high by chance has a small error bar).
    /// </summary>
    private const double LargestZ = 4;

    /// <summary>
    /// Root mean square of the 16 differences; 1 is expected. Seeds 1001 to 1020 gave 0.68 to 1.36, two of them above the limit,
    /// and no difference above 3.27.
    /// </summary>
    private const double LargestRms = 1.3;

    private sealed record Published(double Gap, ReplicateMean Kappa, ReplicateMean HeatCapacity);

    private static readonly Published[] Reference =
    [
        new(2, new(0.049805, 575e-6), new(0.276145, 1102e-6)),
        new(3, new(0.120057, 1236e-6), new(0.333185, 1322e-6)),
        new(4, new(0.221749, 1761e-6), new(0.378120, 1140e-6)),
        new(5, new(0.324048, 1776e-6), new(0.403469, 985e-6)),
        new(6, new(0.417550, 1020e-6), new(0.414518, 574e-6)),
        new(7, new(0.491472, 934e-6), new(0.417423, 493e-6)),
        new(8, new(0.566545, 426e-6), new(0.418268, 413e-6)),
        new(9, new(0.637490, 446e-6), new(0.419223, 452e-6)),
    ];

    private static TwoLevelEnsemble Draw(double gap, ulong seed, int replicates = Replicates)
    {
        TwoLevelQuestion question = new() { Truth = new TwoLevelTruth(100, 20, gap), Samples = 80, Replicates = replicates, Seed = seed };
        return TwoLevelEnsemble.Draw(question, question.Samples, threads: 1, CancellationToken.None);
    }

    private static double Z(ReplicateMean ours, ReplicateMean theirs) =>
        (ours.Mean - theirs.Mean) / Math.Sqrt(ours.StandardError * ours.StandardError + theirs.StandardError * theirs.StandardError);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Kappa_and_heat_capacity_over_the_gap(ulong seed)
    {
        List<double> z = [];
        List<double> differences = [];
        foreach (Published published in Reference)
        {
            TwoLevelEnsemble ours = Draw(published.Gap, seed);
            ReplicateMean kappa = ours.Mean(m => m.Kappa(1)), c = ours.Mean(m => m.HeatCapacity(1));
            z.Add(Z(kappa, published.Kappa));
            z.Add(Z(c, published.HeatCapacity));
            differences.Add(kappa.Mean - c.Mean);
            output.WriteLine($"gap {published.Gap}: kappa {kappa.Mean:F6} ({kappa.StandardError:F6}) z {z[^2]:F2}, C {c.Mean:F6} ({c.StandardError:F6}) z {z[^1]:F2}");
        }
        double rms = Math.Sqrt(z.Average(x => x * x)), crossing = Crossing(differences);
        output.WriteLine($"rms z {rms:F2}, largest {z.Max(Math.Abs):F2}, kappa = C at a gap of {crossing:F3}");
        Assert.True(z.Max(Math.Abs) < LargestZ);
        Assert.True(rms <= LargestRms);
        Assert.InRange(crossing, 5.9, 6.1);
    }

    /// <summary>Where kappa - C changes sign, by a straight line between gaps.</summary>
    private static double Crossing(List<double> differences)
    {
        int below = differences.FindLastIndex(d => d < 0);
        return Reference[below].Gap + differences[below] / (differences[below] - differences[below + 1]);
    }

    /// <summary>Negative control: the numbers of the gap beside are far off, so that the limits above can fail.</summary>
    [Fact]
    public void Another_gap_is_found_out()
    {
        TwoLevelEnsemble ours = Draw(4.2, 1);
        Assert.True(Math.Abs(Z(ours.Mean(m => m.Kappa(1)), Reference[2].Kappa)) > LargestZ);
    }
}

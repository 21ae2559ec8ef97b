using CsCheck;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Numerics.Tests;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Diagnosis;

public sealed class TwoLevelPartsTests
{
    private const double DoublePrecision = 1e-12;

    private static readonly Gen<TwoLevelTempering> GenModel =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9]).Select((a, b, c, d) => new TwoLevelOverlap(a, b, c, d))
            .Where(g => g.Ground > 0 && g.Excited > 0 && g.GroundHat > 0 && g.ExcitedHat > 0)
            .Select(Gen.Double[0.1, 20], Gen.Double[0, 20], (groups, gap, gapHat) => new TwoLevelTempering(gap, gapHat, groups));

    [Fact]
    public void Parts_are_sums_over_the_states_of_a_group_and_together_the_divergence() =>
        Gen.Select(GenModel, Gen.Double[0.2, 5]).Sample((m, tau) =>
        {
            TwoLevelOverlap g = m.Groups;
            double e = Math.Exp(-m.Gap), z = g.Ground + g.Excited * e;
            double eHat = Math.Exp(-m.GapHat / tau), zHat = g.GroundHat + g.ExcitedHat * eHat;
            double pLow = 1 / z, pHigh = e / z, qLow = 1 / zHat, qHigh = eHat / zHat;
            TwoLevelParts reverse = TwoLevelParts.Reverse(m, tau), forward = TwoLevelParts.Forward(m, tau);
            static double Of(int n, double a, double b) => n == 0 ? 0 : n * a * Math.Log(a / b);
            Near(Of(g.FoundLow, qLow, pLow), reverse.FoundLow);
            Near(Of(g.MissedLow, qHigh, pLow), reverse.MissedLow);
            Near(Of(g.High, qHigh, pHigh), reverse.High);
            Near(Of(g.FalselyLow, qLow, pHigh), reverse.FalselyLow);
            Near(Of(g.FoundLow, pLow, qLow), forward.FoundLow);
            Near(Of(g.MissedLow, pLow, qHigh), forward.MissedLow);
            Near(Of(g.High, pHigh, qHigh), forward.High);
            Near(Of(g.FalselyLow, pHigh, qLow), forward.FalselyLow);
            Near(m.ReverseDivergence(tau), reverse.Sum);
            Near(m.ForwardDivergence(tau), forward.Sum);
        });

    private static void Near(double expected, double actual) => Statistical.Near(expected, actual, DoublePrecision * Math.Max(1, Math.Abs(expected)));
}

using System.Numerics;
using CsCheck;
using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Numerics.Tests;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests.Tempering;

public sealed class TwoLevelTemperingTests
{
    /// <summary>Digits that the theory note prints of the paper's worked example.</summary>
    private const double Printed = 1e-6;

    /// <summary>Sums over some tens of states in double precision, of quantities of order 1 to 100.</summary>
    private const double DoublePrecision = 1e-11;

    /// <summary>A derivative by a complex step has no truncation error; what is left is rounding.</summary>
    private const double Derivative = 1e-9;

    private static readonly TemperatureRange Wide = new(0.01, 100);

    private static readonly Gen<TwoLevelOverlap> GenGroups =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9]).Select((a, b, c, d) => new TwoLevelOverlap(a, b, c, d))
            .Where(g => g.Ground > 0 && g.Excited > 0 && g.GroundHat > 0 && g.ExcitedHat > 0);

    private static readonly Gen<TwoLevelTempering> GenModel =
        Gen.Select(GenGroups, Gen.Double[0.1, 12], Gen.Double[0.1, 12]).Select((groups, gap, gapHat) => new TwoLevelTempering(gap, gapHat, groups));

    private static readonly Gen<double> GenTau = Gen.Double[0.3, 5];

    /// <summary>E/T and E^ of every state, one after the other: the plain form that the closed forms are held against.</summary>
    private sealed class Plain
    {
        private readonly double[] truth, model;

        public Plain(TwoLevelTempering m)
        {
            TwoLevelOverlap g = m.Groups;
            truth = [.. Enumerable.Repeat(0.0, g.Ground), .. Enumerable.Repeat(m.Gap, g.Excited)];
            model =
            [
                .. Enumerable.Repeat(0.0, g.FoundLow), .. Enumerable.Repeat(m.GapHat, g.MissedLow),
                .. Enumerable.Repeat(m.GapHat, g.High), .. Enumerable.Repeat(0.0, g.FalselyLow),
            ];
            P = Normalised(truth, 1);
        }

        public Complex[] P { get; }

        public Complex[] Q(Complex tau) => Normalised(model, tau);

        public Complex Reverse(Complex tau) => Divergence(Q(tau), P);

        public Complex Forward(Complex tau) => Divergence(P, Q(tau));

        public double MeanEnergy(double tau) => Mean(Q(tau), model);

        public double MeanEnergyUnderTruth => Mean(P, model);

        public double MeanTruthEnergy(double tau) => Mean(Q(tau), truth);

        public double HeatCapacity(double tau) => Covariance(Q(tau), model, model) / (tau * tau);

        public double Kappa(double tau) => Covariance(Q(tau), truth, model) / tau;

        private static double Covariance(Complex[] q, double[] a, double[] b) =>
            Mean(q, [.. a.Zip(b, (x, y) => (x - Mean(q, a)) * (y - Mean(q, b)))]);

        private static double Mean(Complex[] q, double[] f) => q.Zip(f, (x, y) => x.Real * y).Sum();

        private static Complex[] Normalised(double[] energies, Complex tau)
        {
            Complex[] weights = [.. energies.Select(e => Complex.Exp(-e / tau))];
            Complex sum = weights.Aggregate((x, y) => x + y);
            return [.. weights.Select(w => w / sum)];
        }

        private static Complex Divergence(Complex[] a, Complex[] b) =>
            a.Zip(b, (x, y) => x * (Complex.Log(x) - Complex.Log(y))).Aggregate((x, y) => x + y);
    }

    private static void Near(double expected, double actual, double tolerance) =>
        Statistical.Near(expected, actual, tolerance * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Worked_example_of_the_paper()
    {
        TwoLevelFit fit = TwoLevelFit.Of([3, 2, 0, 0, 0, 0, 0, 0, 0, 0], RandomStream.FromSeed(1));
        TwoLevelTempering model = TwoLevelTempering.Of(new TwoLevelTruth(10, 3, 5), fit);
        Assert.Equal(2.772589, model.GapHat, Printed);
        Assert.Equal(0.633735, model.ClosedTauStar, Printed);
        Assert.Equal(1.363554, model.ClosedTauPrime, Printed);
        Assert.Equal(0.518403, model.ReverseDivergence(1), Printed);
        Assert.Equal(0.677493, model.ForwardDivergence(1), Printed);
        Assert.Equal(1.940812, model.Kappa(1), Printed);
        Assert.Equal(1.229960, model.HeatCapacity(1), Printed);
        TemperatureOptimum star = model.TauStar(TemperatureRange.Published), prime = model.TauPrime(TemperatureRange.Published);
        Assert.Equal((OptimumPlace.Inside, OptimumPlace.Inside, 1, 1), (star.Place, prime.Place, star.Minima, prime.Minima));
        Assert.Equal(0.633735, star.Tau, Printed);
        Assert.Equal(0.371939, star.Divergence, Printed);
        Assert.Equal(1.363554, prime.Tau, Printed);
        Assert.Equal(0.621374, prime.Divergence, Printed);
    }

    /// <summary>tau' as the paper writes it, with its n_e - o and the rest.</summary>
    [Fact]
    public void Tau_prime_is_the_formula_of_the_paper() => GenModel.Sample(model =>
    {
        TwoLevelOverlap g = model.Groups;
        double e = Math.Exp(model.Gap);
        double argument = g.GroundHat * (g.High + e * (g.Excited - g.High + g.Ground - g.GroundHat))
            / (g.ExcitedHat * (g.GroundHat + (g.Excited - g.High) * (1 / e - 1)));
        double inverse = (model.Gap - Math.Log(argument)) / model.GapHat;
        Near(inverse, 1 / model.ClosedTauPrime, 1e-9);
    });

    [Fact]
    public void Groups_give_what_a_sum_over_all_states_gives() => Gen.Select(GenModel, GenTau).Sample((model, tau) =>
    {
        Plain plain = new(model);
        Near(plain.Reverse(tau).Real, model.ReverseDivergence(tau), DoublePrecision);
        Near(plain.Forward(tau).Real, model.ForwardDivergence(tau), DoublePrecision);
        Near(plain.Kappa(tau), model.Kappa(tau), DoublePrecision);
        Near(plain.HeatCapacity(tau), model.HeatCapacity(tau), DoublePrecision);
        Near(plain.MeanEnergy(tau), model.MeanEnergy(tau), DoublePrecision);
        Near(plain.MeanEnergyUnderTruth, model.MeanEnergyUnderTruth, DoublePrecision);
        Near(plain.MeanTruthEnergy(tau), model.MeanTruthEnergy(tau), DoublePrecision);
        Near(plain.MeanEnergy(tau) / model.GapHat, model.WeightOfHigh(tau), DoublePrecision);
    });

    /// <summary>f'(x) = Im f(x + ih)/h to rounding: no difference is formed.</summary>
    [Fact]
    public void Slopes_are_the_derivatives_of_the_divergences() => Gen.Select(GenModel, GenTau).Sample((model, tau) =>
    {
        const double h = 1e-30;
        Plain plain = new(model);
        Near(plain.Reverse(new Complex(tau, h)).Imaginary / h, model.ReverseSlope(tau), Derivative);
        Near(plain.Forward(new Complex(tau, h)).Imaginary / h, model.ForwardSlope(tau), Derivative);
        Near((model.Kappa(tau) - model.HeatCapacity(tau)) / tau, model.ReverseSlope(tau), DoublePrecision);
    });

    [Fact]
    public void Closed_forms_are_the_minima() => GenModel.Sample(model =>
    {
        Plain plain = new(model);
        Check(model.ClosedTauStar, model.TauStar(Wide), tau => plain.Reverse(tau).Real);
        Check(model.ClosedTauPrime, model.TauPrime(Wide), tau => plain.Forward(tau).Real);
    });

    private static void Check(double closed, TemperatureOptimum found, Func<double, double> divergence)
    {
        Assert.Equal(1, found.Minima);
        Statistical.Near(divergence(found.Tau), found.Divergence, DoublePrecision * Math.Max(1, found.Divergence));
        if (closed >= Wide.Lowest && closed <= Wide.Highest)
        {
            Assert.Equal(OptimumPlace.Inside, found.Place);
            Near(closed, found.Tau, 1e-9);
            // A stationary point of the plain sum: nothing beside it is lower.
            foreach (double factor in new[] { 0.5, 0.8, 0.95, 1.05, 1.25, 2 })
                Assert.True(divergence(found.Tau * factor) >= found.Divergence - DoublePrecision * Math.Max(1, found.Divergence));
            return;
        }
        OptimumPlace edge = closed > 0 && closed < Wide.Lowest ? OptimumPlace.LowerEdge : OptimumPlace.UpperEdge;
        Assert.Equal(edge, found.Place);
        Assert.Equal(edge == OptimumPlace.LowerEdge ? Wide.Lowest : Wide.Highest, found.Tau);
        if (edge == OptimumPlace.UpperEdge) Assert.True(divergence(10) >= found.Divergence - DoublePrecision && divergence(1) >= divergence(10) - DoublePrecision);
    }

    [Fact]
    public void Plain_minimisation_finds_the_same_places() => GenModel.Sample(model =>
    {
        Plain plain = new(model);
        Compare(model.TauStar(TemperatureRange.Published), tau => plain.Reverse(tau).Real);
        Compare(model.TauPrime(TemperatureRange.Published), tau => plain.Forward(tau).Real);
    }, iter: 300);

    private static void Compare(TemperatureOptimum found, Func<double, double> divergence)
    {
        Minimum least = Brent.Minimize(divergence, 0.2, 5);
        Assert.True(found.Divergence <= least.Value + DoublePrecision * Math.Max(1, least.Value)); // the place is soft where the curve is flat
    }

    [Fact]
    public void A_model_whose_low_states_are_truly_high_wants_no_finite_temperature_for_fidelity()
    {
        TwoLevelTempering model = new(5, 3, new(0, 3, 4, 3));
        Assert.True(model.ClosedTauStar < 0);
        TemperatureOptimum found = model.TauStar(TemperatureRange.Published);
        Assert.Equal((OptimumPlace.UpperEdge, 5), (found.Place, found.Tau));
        Assert.True(model.Kappa(1) < 0);

        TwoLevelTempering alike = new(5, 3, new(1, 2, 4, 2)); // 2 of 3 are truly high in both levels
        Assert.True(double.IsInfinity(alike.ClosedTauStar));
        Assert.Equal(OptimumPlace.UpperEdge, alike.TauStar(Wide).Place);
    }

    [Fact]
    public void A_model_without_a_gap_is_the_same_at_every_temperature()
    {
        TwoLevelTempering model = new(5, 0, new(1, 2, 5, 2));
        Assert.True(double.IsNaN(model.ClosedTauStar) && double.IsNaN(model.ClosedTauPrime));
        Assert.Equal(model.ReverseDivergence(0.3), model.ReverseDivergence(4));
        Assert.Equal((0.0, 0.0, 0.0), (model.Kappa(1), model.HeatCapacity(1), model.ForwardSlope(1)));
        Assert.Equal((1.0, OptimumPlace.Inside), (model.TauStar(TemperatureRange.Published).Tau, model.TauStar(TemperatureRange.Published).Place));
        Assert.Equal(2, model.TauPrime(new TemperatureRange(2, 3)).Tau);
    }

    [Fact]
    public void A_perfect_model_is_best_as_it_is() => Gen.Select(Gen.Int[1, 50], Gen.Int[1, 50], Gen.Double[0.1, 700]).Sample((ground, excited, gap) =>
    {
        TwoLevelTempering model = new(gap, gap, new(ground, 0, excited, 0));
        Near(1, model.ClosedTauStar, DoublePrecision);
        Near(1, model.ClosedTauPrime, DoublePrecision);
        Assert.True(model.ReverseDivergence(1) < DoublePrecision && model.ForwardDivergence(1) < DoublePrecision);
    });

    [Fact]
    public void Scaling_energy_and_temperature_together_changes_nothing() => Gen.Select(GenModel, GenTau, Gen.Double[0.2, 5]).Sample((model, tau, scale) =>
    {
        TwoLevelTempering scaled = new(model.Gap, model.GapHat * scale, model.Groups);
        Near(model.ReverseDivergence(tau), scaled.ReverseDivergence(tau * scale), DoublePrecision);
        Near(model.ForwardDivergence(tau), scaled.ForwardDivergence(tau * scale), DoublePrecision);
        Near(scale / scaled.ClosedTauStar, 1 / model.ClosedTauStar, 1e-9);
    });

    [Theory]
    [InlineData(700, 30)]
    [InlineData(5, 800)]
    [InlineData(900, 900)]
    [InlineData(1e6, 1e6)]
    [InlineData(1e-9, 1e-9)]
    public void Nothing_overflows(double gap, double gapHat)
    {
        foreach (TwoLevelOverlap groups in new TwoLevelOverlap[] { new(3, 2, 90, 5), new(3, 0, 7, 0), new(0, 3, 4, 3), new(5, 0, 90, 5), new(0, 5, 5, 1_000_000) })
        {
            TwoLevelTempering model = new(gap, gapHat, groups);
            foreach (double tau in new[] { 0.01, 0.2, 1, 5, 1e3 })
            {
                double[] all =
                [
                    model.Kappa(tau), model.HeatCapacity(tau), model.MeanEnergy(tau), model.MeanTruthEnergy(tau), model.MeanEnergyUnderTruth,
                    model.ReverseDivergence(tau), model.ForwardDivergence(tau), model.ReverseSlope(tau), model.ForwardSlope(tau),
                ];
                Assert.All(all, value => Assert.True(double.IsFinite(value)));
                Assert.True(model.HeatCapacity(tau) >= 0 && model.ReverseDivergence(tau) >= 0 && model.ForwardDivergence(tau) >= 0);
            }
            Assert.False(double.IsNaN(model.ClosedTauStar) || double.IsNaN(model.ClosedTauPrime));
            Assert.True(double.IsFinite(model.TauStar(new(0.01, 5)).Divergence) && double.IsFinite(model.TauPrime(new(0.01, 5)).Divergence));
        }
    }

    [Fact]
    public void Refusals()
    {
        TwoLevelTempering model = new(5, 3, new(2, 1, 7, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoLevelTempering(0, 3, model.Groups));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoLevelTempering(5, -1, model.Groups));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoLevelTempering(5, double.NaN, model.Groups));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoLevelTempering(5, 3, new(3, 0, 0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoLevelTempering(5, 3, new(3, 3, 3, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Kappa(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ForwardDivergence(double.PositiveInfinity));
        Assert.Throws<InputException>(() => model.TauStar(new(2, 1)));
        Assert.Throws<InputException>(() => model.TauPrime(new(0, 1)));
    }
}

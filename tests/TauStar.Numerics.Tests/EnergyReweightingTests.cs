using System.Diagnostics;
using CsCheck;
using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class EnergyReweightingTests(ITestOutputHelper output)
{
    // The equations are solved to 1e-10; the rest is rounding of sums of 1e5 terms.
    private const double SolverTolerance = 1e-9;

    // All levels at each rung with multiplicity N p_k(level): the complete data set, on which MBAR is exact.
    private static TemperedEnergies Complete(double[] betas, double[] levels, double[] degeneracies, double perRung)
    {
        List<double> energies = [], multiplicities = [];
        List<int> rungs = [];
        for (int k = 0; k < betas.Length; k++)
        {
            double logZ = ExactLogZ(betas[k], levels, degeneracies);
            for (int l = 0; l < levels.Length; l++)
            {
                energies.Add(levels[l]);
                rungs.Add(k);
                multiplicities.Add(perRung * degeneracies[l] * Math.Exp(-betas[k] * levels[l] - logZ));
            }
        }
        return new TemperedEnergies(betas, [.. energies], [.. rungs], [.. multiplicities]);
    }

    private static double ExactLogZ(double beta, double[] levels, double[] degeneracies) =>
        LogSpace.LogSumExp([.. levels.Select((e, l) => Math.Log(degeneracies[l]) - beta * e)]);

    [Fact]
    public void Two_levels_with_exact_weights_give_the_closed_form()
    {
        double[] betas = [0, 0.3, 1, 2.5];
        TemperedEnergies data = Complete(betas, [0, 5], [3, 7], 100);
        EnergyReweighting solved = EnergyReweighting.Solve(data, new ReferenceLogZ(0, Math.Log(10)));
        Assert.True(solved.Converged);
        foreach (double beta in new[] { 0, 0.15, 0.7, 1, 1.9, 2.5 })
        {
            double boltzmann = 7 * Math.Exp(-5 * beta), high = boltzmann / (3 + boltzmann);
            ReweightedMoments moments = solved.At(beta);
            Statistical.Near(Math.Log(3 + boltzmann), moments.LogZ, SolverTolerance);
            Statistical.Near(5 * high, moments.MeanEnergy, SolverTolerance);
            Statistical.Near(25 * high * (1 - high), moments.EnergyVariance, SolverTolerance);
        }
    }

    [Fact]
    public void Ising_levels_with_exact_weights_on_a_cold_ladder_are_exact_in_any_order_of_rungs()
    {
        // The 4 x 4 torus: 15 levels (Kaufman 1949); beta up to 2 with log Z of order 60.
        double[] levels = [-32, -24, -20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20, 24, 32];
        double[] counts = [2, 32, 64, 424, 1728, 6688, 13568, 20524, 13568, 6688, 1728, 424, 64, 32, 2];
        double[] betas = [0.6, 0, 0.1, 2, 0.2, 0.35, 0.45, 1, 0.27];
        TemperedEnergies data = Complete(betas, levels, counts, 1000);
        EnergyReweighting solved = EnergyReweighting.Solve(data, new ReferenceLogZ(0, 16 * Math.Log(2)));
        Assert.True(solved.Converged);
        output.WriteLine($"{solved.Iterations} iterations, weakest link {solved.WeakestLink:f1} draws");
        for (int k = 0; k < betas.Length; k++)
            Statistical.Near(ExactLogZ(betas[k], levels, counts), solved.LogZs[k], SolverTolerance);
        Statistical.Near(ExactLogZ(0.44, levels, counts), solved.LogZ(0.44), SolverTolerance);
    }

    [Fact]
    public void Any_levels_with_exact_weights_are_exact_from_any_start() =>
        Gen.Select(
            Gen.Double[-50, 50].Array[2, 12], Gen.Double[0, 30].Array[12], Gen.Double[0.01, 1].Array[1, 12],
            Gen.Double[-30, 30].Array[13]).Sample((levels, logDegeneracies, steps, start) =>
        {
            double[] degeneracies = [.. logDegeneracies[..levels.Length].Select(Math.Exp)], betas = new double[steps.Length + 1];
            for (int k = 0; k < steps.Length; k++) betas[k + 1] = betas[k] + steps[k];
            TemperedEnergies data = Complete(betas, levels, degeneracies, 1000);
            ReferenceLogZ reference = new(0, ExactLogZ(0, levels, degeneracies));
            foreach (double[]? warm in new[] { null, start[..betas.Length] })
            {
                EnergyReweighting solved = EnergyReweighting.Solve(data, reference, warm);
                if (solved.WeakestLink < EnergyReweighting.FewestLinkingDraws) continue;
                Assert.True(solved.Converged);
                // Weights of 1e-13 of the largest are rounded; a weak link of 10 draws in 1000 magnifies by 100.
                for (int k = 0; k < betas.Length; k++)
                    Statistical.Near(ExactLogZ(betas[k], levels, degeneracies), solved.LogZs[k], 1e-7);
                Statistical.Near(ExactLogZ(betas[1] / 2, levels, degeneracies), solved.LogZ(betas[1] / 2), 1e-7);
            }
        });

    [Fact]
    public void Newton_agrees_with_the_plain_self_consistent_iteration()
    {
        (double[] betas, double[][] energies) = Oscillator(RandomStream.FromSeed(21), 6, [1, 1.5, 2.2, 3.5], [50, 3, 200, 80]);
        TemperedEnergies data = TemperedEnergies.FromRungs(betas, energies);
        EnergyReweighting solved = EnergyReweighting.Solve(data, new ReferenceLogZ(1, 0));

        // Equation 11 of the paper as it stands.
        double[] f = new double[betas.Length];
        for (int iteration = 0; iteration < 5000; iteration++)
        {
            double[] next = new double[f.Length];
            foreach (double e in data.Energies)
            {
                double denominator = 0;
                for (int k = 0; k < f.Length; k++) denominator += energies[k].Length * Math.Exp(f[k] - betas[k] * e);
                for (int k = 0; k < f.Length; k++) next[k] += Math.Exp(-betas[k] * e) / denominator;
            }
            for (int k = 0; k < f.Length; k++) f[k] = -Math.Log(next[k] / next[0]);
        }
        for (int k = 0; k < f.Length; k++) Statistical.Near(-f[k], solved.LogZs[k], SolverTolerance);
    }

    // E = sum of d squares x^2 / 2 with x ~ N(0, 1/beta): log Z(beta) = -d/2 log beta + constant, <E> = d / (2 beta).
    private static (double[] Betas, double[][] Energies) Oscillator(
        RandomStream stream, int dimensions, double[] betas, int[] counts)
    {
        double[][] energies = new double[betas.Length][];
        for (int k = 0; k < betas.Length; k++)
        {
            RandomSource random = stream.Child(k).Open();
            energies[k] = new double[counts[k]];
            for (int n = 0; n < counts[k]; n++)
            {
                double squares = 0;
                for (int i = 0; i < dimensions; i++)
                {
                    double x = random.NextNormal();
                    squares += x * x;
                }
                energies[k][n] = squares / (2 * betas[k]);
            }
        }
        return (betas, energies);
    }

    // z-scores of log Z and <E> against the closed form, the error bars by the jackknife over walkers.
    private static (double[] LogZ, double[] Energy) ZScores(bool mislabel)
    {
        const int replicates = 150, walkers = 20, perRung = 200, dimensions = 8;
        double[] betas = [1, 1.6, 2.5, 4];
        double[] zLogZ = new double[replicates], zEnergy = new double[replicates];
        for (int r = 0; r < replicates; r++)
        {
            (_, double[][] energies) = Oscillator(
                RandomStream.FromSeed(31).Child(r), dimensions, betas, [perRung, perRung, perRung, perRung]);
            TemperedEnergies data = TemperedEnergies.FromRungs(mislabel ? [1, 2.1, 2.5, 4] : betas, energies);
            int[] walker = [.. Enumerable.Range(0, data.Energies.Length).Select(n => n % walkers)];
            ReferenceLogZ reference = new(1, 0);
            EnergyReweighting all = EnergyReweighting.Solve(data, reference);
            double[] logZ = new double[walkers], energy = new double[walkers];
            for (int g = 0; g < walkers; g++)
            {
                EnergyReweighting less = EnergyReweighting.Solve(data.Without(walker, g), reference, all.LogZs);
                (logZ[g], energy[g]) = (less.LogZ(3), less.MeanEnergy(2));
            }
            zLogZ[r] = (all.LogZ(3) + dimensions * 0.5 * Math.Log(3)) / Jackknife.StandardError(logZ);
            zEnergy[r] = (all.MeanEnergy(2) - dimensions / 4.0) / Jackknife.StandardError(energy);
        }
        return (zLogZ, zEnergy);
    }

    private static (bool MeanOk, bool SpreadOk, string Text) Judge(double[] z)
    {
        // z follows Student's t with 19 degrees, variance 19/17; the limits are one in a million each (chi-square by
        // Wilson-Hilferty on the effective degrees 2 n / (2 + excess kurtosis 0.4)).
        const double variance = 19 / 17.0;
        double mean = z.Average(), spread = z.Sum(x => x * x) / z.Length;
        double degrees = z.Length * 2 / 2.4;
        double high = variance * Statistical.ChiSquareLimit(degrees) / degrees;
        double low = variance * Statistical.ChiSquareLimit(degrees, -Statistical.OneSidedZ) / degrees;
        return (Math.Abs(mean) < Statistical.Z * Math.Sqrt(variance / z.Length), spread > low && spread < high,
            $"mean {mean:f3}, mean square {spread:f3} in [{low:f2}, {high:f2}]");
    }

    [Fact]
    public void Jackknife_error_bars_are_honest_on_the_harmonic_oscillator()
    {
        (double[] logZ, double[] energy) = ZScores(mislabel: false);
        foreach (double[] z in new[] { logZ, energy })
        {
            (bool meanOk, bool spreadOk, string text) = Judge(z);
            output.WriteLine(text);
            Assert.True(meanOk && spreadOk, text);
        }
    }

    [Fact]
    public void Wrong_temperature_labels_fail_negative_control()
    {
        (double[] logZ, double[] energy) = ZScores(mislabel: true);
        output.WriteLine(Judge(logZ).Text);
        output.WriteLine(Judge(energy).Text);
        Assert.False(Judge(logZ).MeanOk);
        Assert.False(Judge(energy).MeanOk);
    }

    [Fact]
    public void Gaussian_density_of_states_at_full_size()
    {
        // E at beta is N(-beta s^2, s^2): log Z = log Z_0 + beta^2 s^2 / 2. 32 rungs, 96,000 draws.
        const int rungs = 32, perRung = 3000;
        const double width = 6, logZ0 = 100;
        double[] betas = [.. Enumerable.Range(0, rungs).Select(k => 2.0 * k / (rungs - 1))];
        RandomSource random = RandomStream.FromSeed(41).Open();
        double[][] energies = [.. betas.Select(b => Enumerable.Range(0, perRung)
            .Select(_ => -b * width * width + width * random.NextNormal()).ToArray())];
        TemperedEnergies data = TemperedEnergies.FromRungs(betas, energies);
        Stopwatch watch = Stopwatch.StartNew();
        EnergyReweighting solved = EnergyReweighting.Solve(data, new ReferenceLogZ(0, logZ0));
        double cold = watch.Elapsed.TotalMilliseconds;
        int[] group = [.. Enumerable.Range(0, data.Energies.Length).Select(n => n % 10)];
        watch.Restart();
        EnergyReweighting warm = EnergyReweighting.Solve(data.Without(group, 3), new ReferenceLogZ(0, logZ0), solved.LogZs);
        output.WriteLine($"cold {cold:f0} ms, {solved.Iterations} iterations; warm {watch.Elapsed.TotalMilliseconds:f0} ms, "
            + $"{warm.Iterations}; weakest link {solved.WeakestLink:f0} draws");
        Assert.True(solved.Converged && warm.Converged);
        foreach (double beta in new[] { 0.03, 0.5, 1.01, 2 })
        {
            ReweightedMoments moments = solved.At(beta);
            output.WriteLine($"beta {beta}: log Z error {moments.LogZ - logZ0 - 18 * beta * beta:g3}, {moments.EffectiveSamples:f0} draws");
            // log Z is a sum over at most 31 links with variance at most 1 / WeakestLink each.
            Statistical.Near(logZ0 + beta * beta * 18, moments.LogZ, Statistical.Z * Math.Sqrt(31 / solved.WeakestLink));
            Statistical.Near(-beta * 36, moments.MeanEnergy, Statistical.Z * Math.Sqrt(36 / (0.5 * moments.EffectiveSamples)));
            Assert.InRange(moments.EffectiveSamples, perRung, data.Energies.Length);
        }
    }

    [Fact]
    public void A_sample_of_multiplicity_two_counts_as_two_samples_and_zero_as_none()
    {
        (double[] betas, double[][] energies) = Oscillator(RandomStream.FromSeed(51), 3, [1, 2], [20, 20]);
        TemperedEnergies plain = TemperedEnergies.FromRungs(betas, [[.. energies[0], energies[0][3]], energies[1][1..]]);
        TemperedEnergies counted = TemperedEnergies.FromRungs(betas, energies);
        double[] m = [.. Enumerable.Repeat(1.0, 40)];
        (m[3], m[20]) = (2, 0);
        EnergyReweighting a = EnergyReweighting.Solve(plain, new ReferenceLogZ(1, 2));
        EnergyReweighting b = EnergyReweighting.Solve(counted with { Multiplicities = m }, new ReferenceLogZ(1, 2));
        Statistical.Near(a.LogZ(1.5), b.LogZ(1.5), SolverTolerance);
        Statistical.Near(a.EnergyVariance(1.5), b.EnergyVariance(1.5), SolverTolerance);
        double[] logWeights = new double[40];
        b.LogWeights(1.5, logWeights);
        Assert.Equal(double.NegativeInfinity, logWeights[20]);
        Statistical.Near(1, logWeights.Sum(Math.Exp), 1e-12);
        Statistical.Near(b.MeanEnergy(1.5), b.Mean(1.5, counted.Energies), SolverTolerance);
        Statistical.Near(b.EnergyVariance(1.5), b.Covariance(1.5, counted.Energies, counted.Energies), SolverTolerance);
    }

    [Fact]
    public void A_constant_added_to_the_energies_and_a_scale_change_log_Z_as_they_must()
    {
        (double[] betas, double[][] energies) = Oscillator(RandomStream.FromSeed(61), 4, [0.5, 1, 2], [100, 100, 100]);
        EnergyReweighting a = EnergyReweighting.Solve(TemperedEnergies.FromRungs(betas, energies), new ReferenceLogZ(1, 0));
        EnergyReweighting shifted = EnergyReweighting.Solve(
            TemperedEnergies.FromRungs(betas, [.. energies.Select(e => Array.ConvertAll(e, x => x - 1e4))]), new ReferenceLogZ(1, 1e4));
        EnergyReweighting scaled = EnergyReweighting.Solve(
            TemperedEnergies.FromRungs(Array.ConvertAll(betas, b => b / 3), [.. energies.Select(e => Array.ConvertAll(e, x => 3 * x))]),
            new ReferenceLogZ(1 / 3.0, 0));
        Statistical.Near(a.LogZ(1.7) + 1.7e4, shifted.LogZ(1.7), 1e-7); // energies of 1e4 hold 12 digits
        Statistical.Near(a.LogZ(1.7), scaled.LogZ(1.7 / 3), SolverTolerance);
        Statistical.Near(9 * a.EnergyVariance(1.7), scaled.EnergyVariance(1.7 / 3), SolverTolerance);
    }

    [Fact]
    public void One_rung_an_empty_rung_and_equal_rungs_are_answered()
    {
        (_, double[][] energies) = Oscillator(RandomStream.FromSeed(71), 2, [1, 1], [500, 500]);
        EnergyReweighting one = EnergyReweighting.Solve(TemperedEnergies.FromRungs([1], [energies[0]]), new ReferenceLogZ(1, 7));
        Assert.Equal(7, one.LogZ(1), 1e-12);
        Assert.Equal(energies[0].Average(), one.MeanEnergy(1), 1e-12);
        Assert.Equal(500, one.EffectiveSamples(1), 1e-9);
        EnergyReweighting empty = EnergyReweighting.Solve(
            TemperedEnergies.FromRungs([1, 1.2, 1], [energies[0], [], energies[1]]), new ReferenceLogZ(1, 7));
        Assert.True(empty.Converged);
        Assert.Equal(7, empty.LogZs[2], 1e-12);
        Assert.Equal(empty.LogZ(1.2), empty.LogZs[1], 1e-12);
    }

    [Fact]
    public void Rungs_that_do_not_overlap_are_found_out()
    {
        TemperedEnergies data = TemperedEnergies.FromRungs([1, 2], [[1000, 1001, 1002], [-1000, -1001, -1002]]);
        EnergyReweighting solved = EnergyReweighting.Solve(data, new ReferenceLogZ(1, 0));
        Assert.True(solved.WeakestLink < EnergyReweighting.FewestLinkingDraws);
    }

    [Fact]
    public void Unusable_input_is_refused()
    {
        ReferenceLogZ reference = new(0, 0);
        Assert.Throws<ArgumentException>(() => EnergyReweighting.Solve(new([1], [], []), reference));
        Assert.Throws<ArgumentException>(() => EnergyReweighting.Solve(new([1], [1, 2], [0]), reference));
        Assert.Throws<ArgumentException>(() => EnergyReweighting.Solve(new([1], [1], [1]), reference));
        Assert.Throws<ArgumentException>(() => EnergyReweighting.Solve(new([1], [double.NaN], [0]), reference));
        Assert.Throws<ArgumentException>(() => EnergyReweighting.Solve(new([1], [1], [0], [0]), reference));
        Assert.Throws<ArgumentException>(() => EnergyReweighting.Solve(new([1], [1], [0]), reference, [1, 2]));
    }

    [Fact]
    public void Jackknife_of_a_mean_is_the_textbook_error()
    {
        double[] x = [3, 1, 4, 1, 5, 9, 2, 6];
        double total = x.Sum(), mean = total / 8;
        Estimate estimate = Jackknife.Run(mean, 8, g => (total - x[g]) / 7);
        double exact = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (8 * 7));
        Assert.Equal(exact, estimate.StandardError, 1e-12);
        Assert.Throws<ArgumentException>(() => Jackknife.StandardError([1]));
    }
}

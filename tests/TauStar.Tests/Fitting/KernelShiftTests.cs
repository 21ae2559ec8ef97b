using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Fitting;

/// <summary>The shift to the posterior mean by a kernel over samples (docs/derivations/kernel-shift.md).</summary>
public sealed class KernelShiftTests(ITestOutputHelper output)
{
    private static readonly L2Strengths Precision = new(2, 3);

    /// <summary>The same prior on theta of <see cref="PairwiseFeatures"/>: |h|^2 = q |theta_h|^2 and |J|^2 = q^2 |theta_J|^2.</summary>
    private static L2Strengths OnTheta(int states) => new(states * Precision.Fields, states * states * Precision.Couplings);

    private static double Norm(double[] a) => Math.Sqrt(VectorMath.Dot(a, a));

    private static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    /// <summary>The definition, with matrices over parameters: -(M/2N) sum_n H_n^-1 dphi_n (x_n - mean of x), H_n without sample n.</summary>
    private static (double[] Shift, double Determined) Plain(PairwiseFeatures features, byte[] rows, double samples)
    {
        int sites = features.Space.Sites, count = rows.Length / sites, size = features.Count;
        double[][] phi = [.. Enumerable.Range(0, count).Select(_ => new double[size])];
        double[] mean = new double[size], matrix = new double[size * size];
        for (int n = 0; n < count; n++)
        {
            features.Accumulate(rows.AsSpan(n * sites, sites), 1, phi[n]);
            VectorMath.AddScaled(mean, 1.0 / count, phi[n]);
        }
        void Add(double[] to, double[] vector, double factor)
        {
            for (int a = 0; a < size; a++)
            {
                for (int b = 0; b < size; b++) to[a * size + b] += factor * vector[a] * vector[b];
            }
        }
        foreach (double[] p in phi)
        {
            VectorMath.AddScaled(p, -1, mean);
            Add(matrix, p, samples / count);
        }
        L2Strengths strengths = OnTheta(features.Space.States);
        double[] penalty = [.. Enumerable.Range(0, size).Select(m => m < features.FieldCount ? strengths.Fields : strengths.Couplings)];
        CholeskyFactor hessian = new(size);
        Assert.True(hessian.Factor(matrix, penalty));
        double[] x = [.. phi.Select(p =>
        {
            double[] solved = [.. p];
            hessian.Solve(solved);
            return VectorMath.Dot(p, solved);
        })];
        double[] shift = new double[size], inverse = hessian.Inverse();
        for (int n = 0; n < count; n++)
        {
            double[] without = [.. matrix], solved = [.. phi[n]];
            Add(without, phi[n], -samples / count);
            Assert.True(hessian.Factor(without, penalty));
            hessian.Solve(solved);
            VectorMath.AddScaled(shift, -samples / (2 * count) * (x[n] - x.Average()), solved);
        }
        return (shift, Enumerable.Range(0, size).Sum(m => 1 - penalty[m] * inverse[m * size + m]));
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(3, 3)]
    [InlineData(2, 5)]
    public void The_kernel_gives_what_matrices_over_parameters_give(int sites, int states)
    {
        PairwiseFeatures features = new(SmallModels.Letters(states), sites, fields: true);
        EnumeratedDistribution model = EnumeratedDistribution.Create(SmallModels.Random(sites, states, 301, 0.5));
        byte[] rows = model.Sample(50, RandomStream.FromSeed(302)).States.ToArray();
        (double[] expected, double determined) = Plain(features, rows, 40);
        KernelShift found = KernelShift.Of(rows, features.Space.Alphabet, sites, 40, Precision);
        double error = Norm(Difference(expected, features.FromPotts(found.Shift))) / Norm(expected);
        output.WriteLine($"relative error {error:g2}; gamma {determined:f3}");
        Assert.True(error < 1e-6);
        Near(determined, found.EffectiveParameters, 1e-9);
        Assert.True(found.IsValid);
        Assert.Equal(PottsGauge.ZeroSum, PottsGauges.Of(found.Shift));
    }

    /// <summary>A most probable model, its exact shift, and how many parameters the data determine.</summary>
    private static (EnumeratedDistribution Model, double[] Shift, double Determined) Exact(PairwiseFeatures features, EnumeratedDistribution truth, double samples)
    {
        MomentTarget target = MomentTarget.FromDistribution(features, truth) with { Samples = samples };
        L2Strengths strengths = OnTheta(features.Space.States);
        PairwiseFit map = EmpiricalBayes.Fit(target, strengths, null);
        L2Strengths determined = PosteriorCurvature.At(target, map.Theta, strengths).Determined();
        CouplingPosterior posterior = CouplingPosterior.About(target, map, strengths, determined);
        return (features.Enumerate(map.Theta), Difference([.. posterior.Mean], map.Theta), determined.Fields + determined.Couplings);
    }

    /// <summary>Every configuration as often as its probability times the number of rows says, to the nearest row.</summary>
    private static byte[] Quota(EnumeratedDistribution p, int rows)
    {
        List<byte> all = [];
        double owed = 0;
        for (int n = 0; n < p.Configurations; n++)
        {
            for (owed += rows * Math.Exp(p.LogProbabilities[n]); owed >= 0.5; owed--) all.AddRange(p.Configuration(n));
        }
        return [.. all];
    }

    [Fact]
    public void With_exact_frequencies_it_goes_to_the_exact_shift_as_samples_grow()
    {
        // Leave-one-out factors differ from 1 by gamma/N, and frequencies from probabilities by 1/N at most: the error falls with 1/N.
        PairwiseFeatures features = new(SmallModels.Letters(3), 3, fields: true);
        EnumeratedDistribution truth = EnumeratedDistribution.Create(SmallModels.Random(3, 3, 303, 0.7));
        (EnumeratedDistribution model, double[] expected, double determined) = Exact(features, truth, 100);
        List<double> errors = [];
        foreach (int count in new[] { 100, 400, 1600 })
        {
            KernelShift found = KernelShift.Of(Quota(model, count), features.Space.Alphabet, 3, 100, Precision);
            errors.Add(Norm(Difference(expected, features.FromPotts(found.Shift))) / Norm(expected));
            output.WriteLine($"N = {count}: relative error {errors[^1]:f4}, gamma {found.EffectiveParameters:f2} of {determined:f2}");
            Near(determined, found.EffectiveParameters, 20 / (double)count * determined);
        }
        Assert.True(errors[2] < 0.03);
        Assert.True(errors[2] < errors[0] / 4);
    }

    [Fact]
    public void Samples_of_a_model_show_its_shift()
    {
        // Along the exact shift. What leaving one out leaves over is about gamma/N, a tenth; the noise of one set is 0.06 of it, that of the mean 0.02: the limits are four of these beyond the tenth.
        PairwiseFeatures features = new(SmallModels.Letters(3), 6, fields: true);
        EnumeratedDistribution truth = EnumeratedDistribution.Create(SmallModels.Random(6, 3, 304, 0.5));
        (EnumeratedDistribution model, double[] expected, double determined) = Exact(features, truth, 200);
        const int sets = 8;
        double sum = 0, squares = 0;
        for (int r = 0; r < sets; r++)
        {
            byte[] rows = model.Sample(600, RandomStream.FromSeed(305).Child(r)).States.ToArray();
            KernelShift found = KernelShift.Of(rows, features.Space.Alphabet, 6, 200, Precision);
            double[] shift = features.FromPotts(found.Shift);
            double along = VectorMath.Dot(shift, expected) / VectorMath.Dot(expected, expected);
            output.WriteLine($"along the exact shift {along:f3}, cosine {along * Norm(expected) / Norm(shift):f3}, gamma {found.EffectiveParameters:f1} of {determined:f1}");
            sum += along / sets;
            squares += along * along / sets;
        }
        double error = Math.Sqrt((squares - sum * sum) / (sets - 1));
        output.WriteLine($"mean {sum:f3} +- {error:f3}");
        Assert.InRange(sum, 0.9, 1.2);
    }

    [Fact]
    public void It_says_when_samples_are_too_few()
    {
        EnumeratedDistribution model = EnumeratedDistribution.Create(SmallModels.Random(5, 4, 306, 0.3));
        byte[] rows = model.Sample(60, RandomStream.FromSeed(307)).States.ToArray();
        KernelShift few = KernelShift.Of(rows, model.Alphabet, 5, 5000, Precision), enough = KernelShift.Of(rows, model.Alphabet, 5, 20, Precision);
        output.WriteLine($"gamma {few.EffectiveParameters:f1} and {enough.EffectiveParameters:f1} of 59");
        Assert.False(few.IsValid);
        Assert.True(enough.IsValid);
        Assert.InRange(few.EffectiveParameters, 30, 59);
    }

    [Fact]
    public void Unusable_arguments_are_refused()
    {
        Alphabet alphabet = SmallModels.Letters(2);
        Assert.Throws<ArgumentException>(() => KernelShift.Of([0, 1, 1], alphabet, 2, 10, Precision));
        Assert.Throws<ArgumentException>(() => KernelShift.Of([0, 1], alphabet, 2, 10, Precision));
        Assert.Throws<ArgumentException>(() => KernelShift.Of([0, 1, 1, 1], alphabet, 2, 0, Precision));
        Assert.Throws<ArgumentException>(() => KernelShift.Of([0, 1, 1, 1], alphabet, 2, 10, new L2Strengths(0, 1)));
    }
}

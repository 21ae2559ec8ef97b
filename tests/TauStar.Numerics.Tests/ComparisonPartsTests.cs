using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Numerics.Tests;

/// <summary>Small parts of comparisons against definitions.</summary>
public sealed class ComparisonPartsTests
{
    [Fact]
    public void Regression_by_hand_and_in_parts()
    {
        RegressionSums whole = new(), left = new(), right = new();
        (double X, double Y)[] points = [(0, 1), (1, 3), (2, 2), (3, 6)];
        for (int n = 0; n < 4; n++)
        {
            whole.Add(points[n].X, points[n].Y);
            if (n < 2) left.Add(points[n].X, points[n].Y);
            else right.Add(points[n].X, points[n].Y);
        }
        left.Add(right);
        Assert.Equal(whole, left);
        Near(1.4, whole.Slope, 1e-14); // covariance 7, variances 5 and 14
        Near(7 / Math.Sqrt(70), whole.Pearson, 1e-14);
        Near(Math.Sqrt((1 + 4 + 0 + 9) / 4.0), whole.RmsDifference, 1e-14);
        Near(Math.Sqrt(14 / 4.0), whole.RmsX, 1e-14);
        Near(Math.Sqrt(50 / 4.0), whole.RmsY, 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void Eigenvectors_solve_and_are_orthonormal(int n)
    {
        RandomSource random = RandomStream.FromSeed((ulong)n).Open();
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.NextNormal();
        }
        (double[] values, double[] vectors) = SymmetricEigen.Solve([.. matrix], n);
        Assert.Equal(values.OrderDescending(), values);
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                double image = 0;
                for (int j = 0; j < n; j++) image += matrix[i * n + j] * vectors[k * n + j];
                Near(values[k] * vectors[k * n + i], image, 1e-12 * n);
            }
            for (int l = 0; l <= k; l++) Near(k == l ? 1 : 0, Enumerable.Range(0, n).Sum(i => vectors[k * n + i] * vectors[l * n + i]), 1e-12);
        }
    }

    [Fact]
    public void Two_by_two_by_hand()
    {
        (double[] values, double[] vectors) = SymmetricEigen.Solve([2, 1, 1, 2], 2);
        Near(3, values[0], 1e-14);
        Near(1, values[1], 1e-14);
        Near(vectors[1], vectors[0], 1e-14);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Solve([1, 2, 3], 2));
    }

    [Fact]
    public void The_distance_of_samples_is_the_largest_difference_of_their_distribution_functions()
    {
        RandomSource random = RandomStream.FromSeed(3).Open();
        for (int trial = 0; trial < 50; trial++)
        {
            double[] x = [.. Enumerable.Range(0, 1 + random.NextInt(9)).Select(_ => (double)random.NextInt(6))]; // with ties
            double[] y = [.. Enumerable.Range(0, 1 + random.NextInt(9)).Select(_ => (double)random.NextInt(6))];
            double plain = x.Concat(y).Max(v => Math.Abs((double)x.Count(u => u <= v) / x.Length - (double)y.Count(u => u <= v) / y.Length));
            Near(plain, SampleComparison.Of(x, y).KolmogorovSmirnov, 1e-15);
        }
        Assert.Equal(new SampleComparison(2, 1, 5, 0, 1), SampleComparison.Of([1, 3], [5, 5, 5]));
        Assert.Equal(0, SampleComparison.Of([1, 3, 2], [2, 1, 3]).KolmogorovSmirnov);
    }
}

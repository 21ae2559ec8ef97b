using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class CholeskyFactorTests
{
    private static double[] PositiveDefinite(int size, ulong seed)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        double[] root = [.. Enumerable.Range(0, size * size).Select(_ => random.NextNormal())], matrix = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++) matrix[i * size + j] += root[i * size + k] * root[j * size + k] / size;
            }
            matrix[i * size + i] += 0.5;
        }
        return matrix;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    public void Solutions_solve_and_determinants_multiply(int size)
    {
        double[] matrix = PositiveDefinite(size, (ulong)size);
        CholeskyFactor factor = new(size);
        Assert.True(factor.Factor(PositiveDefinite(size, 99))); // what an earlier matrix left must not matter
        double[] extra = [.. Enumerable.Range(0, size).Select(i => 0.01 * i)];
        Assert.True(factor.Factor(matrix, extra));
        double[] x = [.. Enumerable.Range(0, size).Select(i => Math.Cos(i))], b = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++) b[i] += (matrix[i * size + j] + (i == j ? extra[i] : 0)) * x[j];
        }
        factor.Solve(b);
        for (int i = 0; i < size; i++) Statistical.Near(x[i], b[i], 1e-11 * size);

        double before = factor.LogDeterminant();
        Assert.True(factor.Factor([.. matrix.Select(a => 3 * a)], [.. extra.Select(a => 3 * a)]));
        Statistical.Near(before + size * Math.Log(3), factor.LogDeterminant(), 1e-10 * size);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(65)]
    [InlineData(130)]
    public void The_inverse_inverts_and_the_two_triangles_make_the_whole(int size)
    {
        double[] matrix = PositiveDefinite(size, (ulong)size);
        CholeskyFactor factor = new(size);
        Assert.True(factor.Factor(matrix));
        double[] inverse = factor.Inverse(), diagonal = factor.InverseDiagonal(), normal = [.. Enumerable.Range(0, size).Select(i => Math.Sin(i + 1))];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double product = Enumerable.Range(0, size).Sum(k => matrix[i * size + k] * inverse[k * size + j]);
                Statistical.Near(i == j ? 1 : 0, product, 1e-11 * size);
            }
            Statistical.Near(inverse[i * size + i], diagonal[i], 1e-12);
        }

        // x = U^-1 z has x^T A x = z^T z, so that of normal z the covariance of x is A^-1.
        double[] x = [.. normal], twice = [.. normal], whole = [.. normal];
        factor.SolveUpper(x);
        double form = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++) form += x[i] * matrix[i * size + j] * x[j];
        }
        Statistical.Near(normal.Sum(z => z * z), form, 1e-10 * size);
        factor.SolveLower(twice);
        factor.SolveUpper(twice);
        factor.Solve(whole);
        Assert.Equal(whole, twice);
    }

    [Fact]
    public void The_determinant_of_two_by_two_is_the_textbook_s()
    {
        CholeskyFactor factor = new(2);
        Assert.True(factor.Factor([2, 0.5, double.NaN, 3])); // the lower triangle is not read
        Statistical.Near(Math.Log(2 * 3 - 0.25), factor.LogDeterminant(), 1e-14);
    }

    [Fact]
    public void Matrices_that_are_not_positive_definite_are_refused()
    {
        CholeskyFactor factor = new(2);
        Assert.False(factor.Factor([1, 2, 2, 1]));
        Assert.False(factor.Factor([1, 1, 1, 1]));
        Assert.False(factor.Factor([double.NaN, 0, 0, 1]));
    }
}

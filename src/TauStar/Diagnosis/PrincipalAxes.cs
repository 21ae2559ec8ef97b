using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// The directions in which sequences vary most: leading eigenvectors of the covariance of their one-hot codes (L q numbers, 1 for each
/// letter that is there), found by block iteration that never forms the covariance.
/// </summary>
public sealed class PrincipalAxes
{
    /// <summary>Vectors iterated beyond those asked for: convergence goes with the first one left out.</summary>
    private const int Guard = 6;

    private const int MostIterations = 500;

    /// <summary>Converged when the leading eigenvalues change by less than this, relatively, in one iteration.</summary>
    private const double Tolerance = 1e-12;

    private readonly int q;
    private readonly double[] mean;
    private readonly double[][] axes;

    private PrincipalAxes(int q, double[] mean, double[][] axes, double[] variances, double total)
    {
        this.q = q;
        this.mean = mean;
        this.axes = axes;
        Shares = [.. variances.Select(v => v / total)];
    }

    /// <summary>Share of the variance along each axis, largest first.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Finds the axes of a weighted alignment. Cost O(M L) times some ten to a few hundred iterations; the same bits for any number of threads.</summary>
    /// <param name="alignment">M x L.</param>
    /// <param name="weights">M weights.</param>
    /// <param name="count">How many axes.</param>
    public static PrincipalAxes Of(Alignment alignment, double[] weights, int count)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        ArgumentNullException.ThrowIfNull(weights);
        int q = alignment.Alphabet.Size, size = alignment.Sites * q, block = Math.Min(count + Guard, size);
        float[] singles = PairFrequencies.Singles(alignment, weights);
        double[] mean = [.. singles.Select(f => (double)f)];
        double total = alignment.Sites - mean.Sum(f => f * f), sum = weights.Sum();
        byte[] bySite = PairFrequencies.Transpose(alignment.States.ToArray(), alignment.Sites);
        RandomSource random = RandomStream.FromSeed(0).Child("axes").Open();
        double[][] vectors = [.. Enumerable.Range(0, block).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextNormal()).ToArray())];
        double[] values = new double[block];
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            Orthonormalise(vectors);
            double[][] images = [.. vectors.Select(v => Multiply(alignment, bySite, weights, sum, mean, v))];
            // Rayleigh-Ritz: the best eigenvectors within the block.
            double[] inner = new double[block * block];
            for (int k = 0; k < block; k++)
            {
                for (int l = 0; l < block; l++) inner[k * block + l] = (Dot(vectors[k], images[l]) + Dot(vectors[l], images[k])) / 2;
            }
            (double[] ritz, double[] rotation) = SymmetricEigen.Solve(inner, block);
            bool done = Enumerable.Range(0, Math.Min(count, block)).All(k => Math.Abs(ritz[k] - values[k]) <= Tolerance * ritz[0]);
            values = ritz;
            vectors = Rotate(done ? vectors : images, rotation, block);
            if (done) break;
        }
        int kept = Math.Min(count, block);
        return new PrincipalAxes(q, mean, [.. vectors.Take(kept).Select(Signed)], [.. values.Take(kept).Select(v => Math.Max(v, 0))], total);
    }

    /// <summary>Coordinate of a configuration along an axis, from the mean of the alignment that the axes come from.</summary>
    public double Project(ReadOnlySpan<byte> row, int axis)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++) sum += axes[axis][i * q + row[i]];
        return sum - Dot(mean, axes[axis]);
    }

    /// <summary>The same for all rows.</summary>
    public double[] Project(Alignment alignment, int axis)
    {
        ArgumentNullException.ThrowIfNull(alignment);
        return [.. Enumerable.Range(0, alignment.Count).Select(m => Project(alignment.Row(m), axis))];
    }

    // Covariance times v: rows onto v, then back.
    private static double[] Multiply(Alignment alignment, byte[] bySite, double[] weights, double sum, double[] mean, double[] v)
    {
        int q = alignment.Alphabet.Size, count = alignment.Count;
        double offset = Dot(mean, v);
        double[] coordinates = new double[count], image = new double[v.Length];
        Cores.For(count, m =>
        {
            ReadOnlySpan<byte> row = alignment.Row(m);
            double x = -offset;
            for (int i = 0; i < row.Length; i++) x += v[i * q + row[i]];
            coordinates[m] = weights[m] / sum * x;
        });
        double balance = coordinates.Sum();
        Cores.For(alignment.Sites, i =>
        {
            ReadOnlySpan<byte> states = bySite.AsSpan(i * count, count);
            Span<double> own = image.AsSpan(i * q, q);
            for (int m = 0; m < count; m++) own[states[m]] += coordinates[m];
            for (int a = 0; a < q; a++) own[a] -= balance * mean[i * q + a];
        });
        return image;
    }

    private static void Orthonormalise(double[][] vectors)
    {
        for (int k = 0; k < vectors.Length; k++)
        {
            for (int pass = 0; pass < 2; pass++) // once more, for what rounding left
            {
                for (int l = 0; l < k; l++)
                {
                    double overlap = Dot(vectors[k], vectors[l]);
                    for (int n = 0; n < vectors[k].Length; n++) vectors[k][n] -= overlap * vectors[l][n];
                }
            }
            double length = Math.Sqrt(Dot(vectors[k], vectors[k]));
            if (length > 0)
            {
                for (int n = 0; n < vectors[k].Length; n++) vectors[k][n] /= length;
            }
        }
    }

    private static double[][] Rotate(double[][] vectors, double[] rotation, int block) => [.. Enumerable.Range(0, block).Select(k =>
    {
        double[] sum = new double[vectors[0].Length];
        for (int l = 0; l < block; l++)
        {
            double c = rotation[k * block + l];
            for (int n = 0; n < sum.Length; n++) sum[n] += c * vectors[l][n];
        }
        return sum;
    })];

    private static double[] Signed(double[] vector)
    {
        double largest = vector.MaxBy(Math.Abs);
        return largest < 0 ? [.. vector.Select(v => -v)] : vector;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int n = 0; n < x.Length; n++) sum += x[n] * y[n];
        return sum;
    }
}

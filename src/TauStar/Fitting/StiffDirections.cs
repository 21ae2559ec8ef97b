using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// The few collective directions of a posterior in which it is far stiffer than elsewhere, in units in which independent sites would make all equal: eigenvectors of
/// sqrt(G) (M F + lambda) sqrt(G), F the covariance of features over samples. Families have some: their subfamilies.
/// </summary>
/// <param name="Vectors">Orthonormal, D numbers each, fields first.</param>
/// <param name="Stiffness">Of each: the eigenvalue, measured on samples that did not take part in finding it.</param>
/// <param name="Rest">That of all other directions, at most.</param>
internal sealed record StiffDirections(float[][] Vectors, double[] Stiffness, double Rest)
{
    private const int Count = 16, Iterations = 10, PowerIterations = 15;

    /// <summary>Finds them.</summary>
    /// <param name="curvature">What the eigenvalues are of.</param>
    /// <param name="found">Samples, N x L, on which directions are found...</param>
    /// <param name="measured">...and on which they are measured: N samples in D >> N dimensions show stiff directions where there are none.</param>
    /// <param name="worthIt">If none is stiffer than this, nothing is gained by treating them by themselves.</param>
    /// <param name="stream">Random starts.</param>
    /// <param name="cancellation">Stops between two products with the curvature.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static StiffDirections Find(
        PosteriorCurve curvature, byte[] found, byte[] measured, double worthIt, RandomStream stream, CancellationToken cancellation)
    {
        double stiffest = Math.Max(1, Math.Max(Stiffest(curvature, found, measured, stream, cancellation), Stiffest(curvature, measured, found, stream, cancellation)));
        if (stiffest <= worthIt) return new StiffDirections([], [], stiffest);
        RandomSource random = stream.Child("directions").Open();
        float[][] vectors = [.. Enumerable.Range(0, Count).Select(_ => Random(curvature.Length, random))];
        for (int n = 0; n < Iterations; n++)
        {
            for (int k = 0; k < Count; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                vectors[k] = curvature.Apply(vectors[k], found);
            }
            Orthonormalise(vectors);
        }
        double[] stiffness = [.. vectors.Select(u => Math.Max(1, BlockMath.Inner(u, curvature.Apply(u, measured))))];
        double rest = Math.Max(1, stiffness.Min());
        int[] kept = [.. Enumerable.Range(0, Count).Where(k => stiffness[k] > 2 * rest)];
        return new StiffDirections([.. kept.Select(k => vectors[k])], [.. kept.Select(k => stiffness[k])], Math.Max(rest, stiffness.Where((_, k) => !kept.Contains(k)).Max()));
    }

    private static double Stiffest(PosteriorCurve curvature, byte[] found, byte[] measured, RandomStream stream, CancellationToken cancellation)
    {
        float[] u = Random(curvature.Length, stream.Child("stiffest").Open());
        for (int n = 0; n < PowerIterations; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            u = curvature.Apply(u, found);
            Scale(u, 1 / Math.Sqrt(BlockMath.Inner(u, u)));
        }
        return BlockMath.Inner(u, curvature.Apply(u, measured));
    }

    private static float[] Random(int length, RandomSource random)
    {
        float[] u = new float[length];
        foreach (ref float x in u.AsSpan()) x = (float)random.NextNormal();
        return u;
    }

    /// <summary>Gram and Schmidt, twice, for single precision.</summary>
    private static void Orthonormalise(float[][] vectors)
    {
        for (int k = 0; k < vectors.Length; k++)
        {
            for (int round = 0; round < 2; round++)
            {
                for (int before = 0; before < k; before++) BlockMath.AddScaled(vectors[k], -(float)BlockMath.Inner(vectors[before], vectors[k]), vectors[before]);
            }
            Scale(vectors[k], 1 / Math.Sqrt(BlockMath.Inner(vectors[k], vectors[k])));
        }
    }

    private static void Scale(float[] u, double factor)
    {
        foreach (ref float x in u.AsSpan()) x *= (float)factor;
    }
}

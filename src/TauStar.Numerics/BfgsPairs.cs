namespace TauStar.Numerics;

/// <summary>
/// The last steps s and gradient changes y of a minimisation, and the quasi-Newton direction that they make (two-loop recursion: Nocedal 1980), begun from the
/// multiple s.y/y.y of the unit matrix.
/// </summary>
internal sealed class BfgsPairs(int length, int most, int threads)
{
    private readonly List<(float[] Step, float[] Change, double Product)> pairs = []; // the oldest first

    /// <summary>Takes up the last step; drops the oldest pair when there are too many.</summary>
    public void Add(float[] from, float[] to, float[] gradientFrom, float[] gradientTo)
    {
        float[] step, change;
        if (pairs.Count == most)
        {
            (step, change, _) = pairs[0];
            pairs.RemoveAt(0);
        }
        else (step, change) = (new float[length], new float[length]);
        FloatVectors.AddScaled(step, to, -1, from, threads);
        FloatVectors.AddScaled(change, gradientTo, -1, gradientFrom, threads);
        double product = FloatVectors.Dot(step, change, threads);
        if (product > 0) pairs.Add((step, change, product)); // otherwise rounding has eaten the curvature that the line search saw
    }

    /// <summary>direction = -H gradient, H the approximate inverse of the Hessian; without pairs, a step of length 1 downhill.</summary>
    public void Direction(float[] gradient, float[] direction)
    {
        if (pairs.Count == 0)
        {
            double norm = Math.Sqrt(FloatVectors.Dot(gradient, gradient, threads));
            FloatVectors.Scale(direction, norm > 0 ? -1 / norm : 0, gradient, threads);
            return;
        }
        double[] factors = new double[pairs.Count];
        FloatVectors.Scale(direction, -1, gradient, threads);
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            (float[] step, float[] change, double product) = pairs[k];
            factors[k] = FloatVectors.Dot(step, direction, threads) / product;
            FloatVectors.AddScaled(direction, direction, -factors[k], change, threads);
        }
        (_, float[] last, double scale) = pairs[^1];
        FloatVectors.Scale(direction, scale / FloatVectors.Dot(last, last, threads), direction, threads);
        for (int k = 0; k < pairs.Count; k++)
        {
            (float[] step, float[] change, double product) = pairs[k];
            double along = FloatVectors.Dot(change, direction, threads) / product;
            FloatVectors.AddScaled(direction, direction, factors[k] - along, step, threads);
        }
    }
}

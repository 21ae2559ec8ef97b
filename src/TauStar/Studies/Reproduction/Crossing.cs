using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>Where a quantity that is known at points rises through zero.</summary>
/// <param name="At">Abscissa, interpolated linearly between two points.</param>
/// <param name="StandardError">
/// Standard deviation of the crossings of curves whose points scatter by their errors, so that the choice among several sign changes
/// counts as well; NaN where errors are not known.
/// </param>
public readonly record struct Crossing(double At, double StandardError)
{
    private const int Curves = 400;

    /// <summary>
    /// The crossing that parts negative from positive values best: the running sum is lowest there, so that single points of
    /// the wrong sign, as noise makes them, do not move it.
    /// </summary>
    /// <param name="points">Abscissae in increasing order, with values and their standard errors.</param>
    /// <returns>Null where the values do not go from negative to positive.</returns>
    public static Crossing? Upward(IReadOnlyList<(double X, ReplicateMean Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double[] x = [.. points.Select(point => point.X)], y = [.. points.Select(point => point.Y.Mean)];
        for (int k = 1; k < x.Length; k++)
        {
            if (!(x[k] > x[k - 1])) throw new ArgumentException("abscissae must increase", nameof(points));
        }
        return Find(x, y) is double at ? new Crossing(at, Error(x, points)) : null;
    }

    private static double Error(double[] x, IReadOnlyList<(double X, ReplicateMean Y)> points)
    {
        RandomSource random = RandomStream.FromSeed(0).Child("crossing").Open();
        List<double> found = [];
        double[] y = new double[x.Length];
        for (int curve = 0; curve < Curves; curve++)
        {
            for (int k = 0; k < y.Length; k++) y[k] = points[k].Y.Mean + points[k].Y.StandardError * random.NextNormal();
            if (Find(x, y) is double at) found.Add(at);
        }
        return found.Count < Curves / 2 ? double.NaN : ReplicateMean.Of(found).StandardError * Math.Sqrt(found.Count);
    }

    private static double? Find(double[] x, double[] y)
    {
        double sum = 0, lowest = 0;
        int last = -1;
        for (int k = 0; k < y.Length; k++)
        {
            sum += y[k];
            if (sum < lowest) (lowest, last) = (sum, k);
        }
        if (last < 0 || last + 1 >= y.Length || !(y[last + 1] > y[last])) return null;
        return x[last] - y[last] * (x[last + 1] - x[last]) / (y[last + 1] - y[last]);
    }
}

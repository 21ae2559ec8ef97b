using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>Where a quantity that is known at points rises through zero.</summary>
/// <param name="At">Abscissa, interpolated linearly between two points.</param>
/// <param name="StandardError">From the errors of those two points; NaN where they are not known.</param>
public readonly record struct Crossing(double At, double StandardError)
{
    /// <summary>
    /// The crossing that parts negative from positive values best: the running sum is lowest there, so that single points of
    /// the wrong sign, as noise makes them, do not move it.
    /// </summary>
    /// <param name="points">Abscissae in increasing order, with values and their standard errors.</param>
    /// <returns>Null where the values do not go from negative to positive.</returns>
    public static Crossing? Upward(IReadOnlyList<(double X, ReplicateMean Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double sum = 0, lowest = 0;
        int last = -1;
        for (int k = 0; k < points.Count; k++)
        {
            if (k > 0 && !(points[k].X > points[k - 1].X)) throw new ArgumentException("abscissae must increase", nameof(points));
            sum += points[k].Y.Mean;
            if (sum < lowest) (lowest, last) = (sum, k);
        }
        if (last < 0 || last + 1 >= points.Count || !(points[last + 1].Y.Mean > points[last].Y.Mean)) return null;
        ((double x0, ReplicateMean y0), (double x1, ReplicateMean y1)) = (points[last], points[last + 1]);
        double weight = -y0.Mean / (y1.Mean - y0.Mean), slope = (y1.Mean - y0.Mean) / (x1 - x0);
        double error = Math.Sqrt(Math.Pow((1 - weight) * y0.StandardError, 2) + Math.Pow(weight * y1.StandardError, 2)) / slope;
        return new Crossing(x0 + weight * (x1 - x0), error);
    }
}

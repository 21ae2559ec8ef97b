namespace TauStar.Numerics;

/// <summary>Sums over points (x, y) from which correlation and regression follow.</summary>
public record struct RegressionSums
{
    private double count, x, y, xx, yy, xy;

    /// <summary>Adds a point.</summary>
    public void Add(double x, double y)
    {
        count++;
        this.x += x;
        this.y += y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }

    /// <summary>Adds the points of another.</summary>
    public void Add(in RegressionSums other)
    {
        count += other.count;
        x += other.x;
        y += other.y;
        xx += other.xx;
        yy += other.yy;
        xy += other.xy;
    }

    /// <summary>Number of points.</summary>
    public readonly double Count => count;

    /// <summary>Pearson's correlation coefficient; NaN where x or y does not vary.</summary>
    public readonly double Pearson => Covariance / Math.Sqrt((xx - x * x / count) * (yy - y * y / count));

    /// <summary>Slope of the regression of y on x.</summary>
    public readonly double Slope => Covariance / (xx - x * x / count);

    /// <summary>Root of the mean of (x - y)^2.</summary>
    public readonly double RmsDifference => Math.Sqrt(Math.Max(0, (xx - 2 * xy + yy) / count));

    /// <summary>Root of the mean of x^2.</summary>
    public readonly double RmsX => Math.Sqrt(xx / count);

    /// <summary>Root of the mean of y^2.</summary>
    public readonly double RmsY => Math.Sqrt(yy / count);

    private readonly double Covariance => xy - x * y / count;
}

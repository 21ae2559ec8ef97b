namespace TauStar.Studies.Estimators;

/// <summary>How many of some data sets something is true of.</summary>
/// <param name="Count">Of so many it is true.</param>
/// <param name="Of">Of all these.</param>
public readonly record struct Share(int Count, int Of)
{
    /// <summary>Count/Of; NaN where there are none.</summary>
    public double Value => (double)Count / Of;

    /// <summary>
    /// Binomial standard error sqrt(c (1 - c)/n), with c = (k + 1)/(n + 2), for k of n at either end leaves room for doubt; NaN where
    /// there are none.
    /// </summary>
    public double Error
    {
        get
        {
            double c = (Count + 1.0) / (Of + 2);
            return Of == 0 ? double.NaN : Math.Sqrt(c * (1 - c) / Of);
        }
    }

    /// <summary>Counts.</summary>
    public static Share Among<T>(IReadOnlyCollection<T> things, Func<T, bool> isSo) => new(things.Count(isSo), things.Count);
}

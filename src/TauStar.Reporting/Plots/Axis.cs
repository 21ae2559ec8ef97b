namespace TauStar.Reporting.Plots;

/// <summary>How data values are spread along an axis.</summary>
public enum AxisScale
{
    /// <summary>Evenly.</summary>
    Linear,
    /// <summary>By their logarithm, labelled with the values themselves.</summary>
    Logarithmic,
}

/// <summary>A labelled place on an axis, in drawing coordinates.</summary>
public readonly record struct AxisTick(double Position, string Label);

/// <summary>An axis: its label with unit, how it places values, and its ticks.</summary>
/// <param name="Label">Quantity and unit.</param>
public sealed record Axis(string Label)
{
    private static readonly double[] FineDecade = [1, 1.4, 2, 3, 5, 7];
    private static readonly double[] CoarseDecade = [1, 2, 5];
    private static readonly double[] WholeDecade = [1];

    /// <summary>How values are spread.</summary>
    public AxisScale Scale { get; init; }

    /// <summary>Lowest value shown; null: as the data have it.</summary>
    public double? Min { get; init; }

    /// <summary>Highest value shown; null: as the data have it.</summary>
    public double? Max { get; init; }

    /// <summary>Drawing coordinate at which infinity is shown, apart from the rest; null when there is none.</summary>
    public double? InfinityAt { get; init; }

    /// <summary>The axis of temperature for these values, which may end with infinity.</summary>
    public static Axis Tau(IEnumerable<double> taus)
    {
        double[] all = [.. taus.Where(tau => tau > 0)];
        double[] finite = [.. all.Where(double.IsFinite)];
        double min = finite.Length > 0 ? finite.Min() : 0.5;
        double max = finite.Length > 0 ? finite.Max() : 2;
        if (min == max)
            (min, max) = (min / 1.5, max * 1.5);
        Axis axis = new("Temperature \u03C4 (1 = as trained)")
        { Scale = AxisScale.Logarithmic, Min = min, Max = max };
        return all.Length == finite.Length
            ? axis
            : axis with { InfinityAt = Math.Log10(max) + 0.12 * Math.Log10(max / min) };
    }

    /// <summary>Names in the place of numbers: of 0, 1, 2 and so on. Empty: numbers.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Drawing coordinate of a value; NaN where it has no place.</summary>
    public double PlaceOf(double value)
    {
        if (double.IsPositiveInfinity(value))
            return InfinityAt ?? double.NaN;
        if (Scale == AxisScale.Linear)
            return value;
        return value > 0 ? Math.Log10(value) : double.NaN;
    }

    /// <summary>The value at a drawing coordinate; inverse of <see cref="PlaceOf"/> where values are finite.</summary>
    public double ValueAt(double place) => Scale == AxisScale.Linear ? place : Math.Pow(10, place);

    /// <summary>At most about <paramref name="most"/> ticks between two drawing coordinates.</summary>
    public IReadOnlyList<AxisTick> Ticks(double from, double to, int most)
    {
        if (Names.Count > 0) return [.. Names.Select((name, n) => new AxisTick(PlaceOf(n), name))];
        double finiteEnd = InfinityAt is double infinity ? Math.Min(to, Math.Log10(Max ?? Math.Pow(10, infinity)) + 1e-9) : to;
        List<AxisTick> ticks = Scale == AxisScale.Linear ? Even(from, to, most, x => x) : Logarithmic(from, finiteEnd, most);
        if (InfinityAt is double place)
            ticks.Add(new AxisTick(place, "\u221E"));
        return ticks;
    }

    private static List<AxisTick> Logarithmic(double from, double to, int most)
    {
        if (to - from < Math.Log10(2.2)) // too narrow for decades: even steps of the value
            return Even(Math.Pow(10, from), Math.Pow(10, to), most, Math.Log10);
        List<AxisTick> ticks = [];
        foreach (double[] decade in (double[][])[FineDecade, CoarseDecade, WholeDecade])
        {
            ticks.Clear();
            for (int exponent = (int)Math.Floor(from); exponent <= Math.Ceiling(to); exponent++)
            {
                foreach (double digit in decade)
                {
                    double position = Math.Log10(digit) + exponent;
                    if (position >= from - 1e-9 && position <= to + 1e-9)
                        ticks.Add(new AxisTick(position, Plain(digit, exponent)));
                }
            }
            if (ticks.Count <= most)
                break;
        }
        return ticks;
    }

    private static string Plain(double digit, int exponent)
    {
        int decimals = Math.Max(0, (digit == 1.4 ? 1 : 0) - exponent);
        double value = digit * Math.Pow(10, exponent);
        return value is < 1e-4 or >= 1e6 ? Numbers.Significant(value, 2)
            : decimals > 0 ? Numbers.Fixed(value, decimals) : Numbers.Count(value);
    }

    private static List<AxisTick> Even(double from, double to, int most, Func<double, double> place)
    {
        List<AxisTick> ticks = [];
        if (!(to > from))
            return ticks;
        double rough = (to - from) / Math.Max(most, 2);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = rough <= power ? power : rough <= 2 * power ? 2 * power : rough <= 5 * power ? 5 * power : 10 * power;
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        for (double i = Math.Ceiling(from / step - 1e-9); i * step <= to + 1e-9 * step; i++)
        {
            double value = i == 0 ? 0 : i * step; // never a negative zero
            ticks.Add(new AxisTick(place(value), decimals > 0 ? Numbers.Fixed(value, decimals) : Numbers.Count(value)));
        }
        return ticks;
    }
}

namespace TauStar.Reporting.Plots;

/// <summary>
/// Colours on both sides of a middle: white exactly there, blue below, red above (ColorBrewer's RdBu, told apart with any colour
/// vision). Both sides reach their full colour at their own end, so a short side is not pale. By default it is for a
/// temperature relative to 1, by its logarithm.
/// </summary>
/// <param name="Label">Quantity and unit.</param>
/// <param name="Lowest">Where blue ends, below the middle; lower values have the same colour.</param>
/// <param name="Highest">Where red ends, above the middle; higher values have the same colour.</param>
public sealed record ColorScale(string Label, double Lowest, double Highest)
{
    private static readonly (int R, int G, int B)[] Stops =
    [
        (0x05, 0x30, 0x61), (0x21, 0x66, 0xAC), (0x43, 0x93, 0xC3), (0x92, 0xC5, 0xDE), (0xD1, 0xE5, 0xF0), (0xFF, 0xFF, 0xFF),
        (0xFD, 0xDB, 0xC7), (0xF4, 0xA5, 0x82), (0xD6, 0x60, 0x4D), (0xB2, 0x18, 0x2B), (0x67, 0x00, 0x1F),
    ];

    /// <summary>Values that the colour bar names.</summary>
    public IReadOnlyList<double> Ticks { get; init; } = [];

    /// <summary>How values are spread.</summary>
    public AxisScale Scale { get; init; } = AxisScale.Logarithmic;

    private double Middle => Scale == AxisScale.Logarithmic ? 1 : 0;

    /// <summary>Place on the colour bar: 0 at the lowest value, 1/2 in the middle (1; 0 on a linear scale), 1 at the highest.</summary>
    /// <param name="value">Above 0 on a logarithmic scale.</param>
    public double PlaceOf(double value) => value < Middle
        ? Math.Clamp(0.5 - 0.5 * Spread(value) / Spread(Lowest), 0, 0.5)
        : Math.Clamp(0.5 + 0.5 * Spread(value) / Spread(Highest), 0.5, 1);

    private double Spread(double value) => Scale == AxisScale.Logarithmic ? Math.Log(value) : value;

    /// <summary>Colour at a place of the bar, as #RRGGBB.</summary>
    public static string HexAt(double place)
    {
        double at = Math.Clamp(place, 0, 1) * (Stops.Length - 1);
        int k = Math.Min((int)at, Stops.Length - 2);
        int Mix(int a, int b) => (int)Math.Round(a + (at - k) * (b - a));
        return $"#{Mix(Stops[k].R, Stops[k + 1].R):X2}{Mix(Stops[k].G, Stops[k + 1].G):X2}{Mix(Stops[k].B, Stops[k + 1].B):X2}";
    }

    /// <summary>Colour of a value, as #RRGGBB.</summary>
    public string Hex(double value) => HexAt(PlaceOf(value));
}

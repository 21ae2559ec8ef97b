using ScottPlot;

namespace TauStar.Reporting.Plots;

/// <summary>Inks and strokes of print. The screen's twins are in Assets/report.css.</summary>
internal static class Palette
{
    public const double BandOpacity = 0.16;

    public static readonly Color Text = Color.FromHex("#222222");
    public static readonly Color Grid = Color.FromHex("#E7E7E7");
    public static readonly Color Doubt = Color.FromHex("#F1F1F1");

    private static readonly string[] Ordered =
        ["#440154", "#472C7A", "#3B518B", "#2C718E", "#21908D", "#27AD81", "#5CC863", "#AADC32", "#E3C81B"];

    public static Color Of(Ink ink) => Color.FromHex(ink switch
    {
        Ink.Model => "#0072B2",
        Ink.TauPrime => "#D55E00",
        Ink.Natural => "#1A1A1A",
        Ink.HeldOut => "#AA4499",
        Ink.Independent => "#009E73",
        Ink.Shuffled => "#E69F00",
        Ink.TauStar => "#882255",
        Ink.Sample => "#999933",
        >= Ink.Level0 and <= Ink.Level8 => Ordered[ink - Ink.Level0],
        _ => "#767676",
    });

    /// <summary>The same ink where it is not to be relied on.</summary>
    public static Color Faded(Color ink) => ink.MixedWith(Color.FromHex("#9A9A9A"), 0.65);

    public static LinePattern Pattern(Stroke stroke) => stroke switch
    {
        Stroke.Dashed => LinePattern.DenselyDashed,
        Stroke.Dotted => LinePattern.Dotted,
        _ => LinePattern.Solid,
    };
}

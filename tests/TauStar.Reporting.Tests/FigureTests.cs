using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;
using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using TauStar.Studies;
using Xunit;

namespace TauStar.Reporting.Tests;

public partial class FigureTests
{
    private const double ScreenResolution = 96;
    private const int Width = 720;

    private static readonly TuningResult Typical = SampleResult.Typical();

    public static TheoryData<string> Names => [.. FigureSet.Describe(Typical).Select(figure => figure.Name)];

    private static Figure Named(string name, TuningResult? result = null) =>
        FigureSet.Describe(result ?? Typical).Single(figure => figure.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void SvgIsWellFormedAndSaysWhatItShows(string name)
    {
        Figure figure = Named(name);
        XDocument svg = XDocument.Parse(figure.RenderSvg());
        XNamespace ns = "http://www.w3.org/2000/svg";
        string[] texts = [.. svg.Descendants(ns + "text").Select(text => text.Value.Trim())];
        Assert.All(figure.Legend, mark => Assert.Contains(mark.Label, texts));
        Assert.All(figure.Panels, panel =>
        {
            Assert.Contains(panel.Title, texts);
            // Once a panel: ScottPlot would draw everything twice.
            Assert.Equal(figure.Panels.Count(other => other.X.Label == panel.X.Label), texts.Count(text => text == panel.X.Label));
            Assert.Contains(panel.Y.Label, texts);
        });
        Assert.Equal(figure.Title, svg.Root!.Element(ns + "title")!.Value);
        Assert.StartsWith("0 0 720 ", svg.Root.Attribute("viewBox")!.Value, StringComparison.Ordinal);
        Assert.All(svg.Descendants(ns + "text"), text => Assert.Contains("DejaVu Sans", text.Attribute("font-family")!.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SvgDrawsEveryCurveInItsInk(string name)
    {
        Figure figure = Named(name);
        string svg = figure.RenderSvg();
        foreach (Mark mark in figure.Panels.SelectMany(panel => panel.Marks).Where(mark => mark is not Region))
            Assert.Matches($"(?i){Palette.Of(mark.Ink).ToHex()}|{Short(Palette.Of(mark.Ink).ToHex())}", svg);
    }

    /// <summary>Skia wipes a canvas with a rectangle without fill, which viewers show black; and once wiped earlier panels away.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void SvgHasNoBlackSheets(string name)
    {
        XDocument svg = XDocument.Parse(Named(name).RenderSvg());
        Assert.All(svg.Descendants().Where(e => e.Name.LocalName == "rect" && e.Parent!.Name.LocalName != "clipPath"),
            rect => Assert.NotNull(rect.Attribute("fill")));
    }

    [Fact]
    public void SvgIsTheSameTextEveryTime()
    {
        string first = Named("thermodynamics").RenderSvg();
        _ = Named("training").RenderSvg(); // moves the counter of the process on
        Assert.Equal(first, Named("thermodynamics", SampleResult.Typical()).RenderSvg());
    }

    [Fact]
    public void SvgsCanStandInOnePage()
    {
        string all = string.Concat(FigureSet.Describe(Typical).Select(figure => figure.RenderSvg()));
        string[] ids = [.. Id().Matches(all).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(Reference().Matches(all), match => Assert.Contains(match.Groups[1].Value, ids));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoCoordinateIsMissing(string name)
    {
        foreach (TuningResult result in new[] { Typical, SampleResult.Awkward() })
        {
            Figure figure = Named(name, result);
            if (figure.HasData)
                Assert.DoesNotMatch("[\" ,]-?(nan|inf)", figure.RenderSvg().ToLowerInvariant());
        }
    }

    [Fact]
    public void PngHasPrintSizeAndTheSameBytesEveryTime()
    {
        byte[] first = Named("energies").RenderPng();
        using SKBitmap image = SKBitmap.Decode(first);
        Assert.Equal((int)(7.5 * Figure.PrintResolution), image.Width);
        Assert.Equal(first, Named("energies").RenderPng());
    }

    [Fact]
    public void EveryPanelOfThePngHasItsCurve()
    {
        using SKBitmap image = SKBitmap.Decode(Named("fidelity-diversity").RenderPng(ScreenResolution));
        SKColor model = new(0x00, 0x72, 0xB2);
        int middle = image.Height / 2;
        Assert.Equal(Width, image.Width);
        foreach ((int left, int top) in new[] { (0, 40), (Width / 2, 40), (0, middle + 30), (Width / 2, middle + 30) })
            Assert.InRange(Count(image, model, new SKRectI(left, top, left + Width / 2, top + middle - 60)), 100, 5000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(1e6)]
    public void ResolutionIsChecked(double resolution) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Named("energies").RenderPng(resolution));

    [Fact]
    public void EverySeriesOfTheResultIsShown()
    {
        int[] Curves(string name) => [.. Named(name).Panels.Select(panel => panel.Marks.OfType<Curve>().Count())];
        Assert.Equal([1, 1], Curves("forward-divergence"));
        Assert.Equal([1, 1, 1], Curves("thermodynamics"));
        Assert.Equal([2, 1, 2, 2], Curves("fidelity-diversity"));
        Assert.Equal([1, 1, 1], Curves("replica-exchange"));
        Assert.Equal([1, 1, 1, 1], Curves("training"));
        Assert.Equal(Typical.Energies.Select(h => h.Label), Named("energies").Panels[0].Marks.Select(mark => mark.Label));
        Assert.All(Named("thermodynamics").Panels.SelectMany(panel => panel.Marks.OfType<Curve>()), curve =>
            Assert.Equal(Typical.Curves.Select(point => point.Tau), curve.Points.Select(point => point.X)));
    }

    [Fact]
    public void MarkOfTauPrimeIsWhereTheCurveIsLowest()
    {
        Panel close = Named("forward-divergence").Panels[1];
        CurveMarkPoint lowest = close.Marks.OfType<Curve>().Single().Points.MinBy(point => point.Y);
        Place mark = close.Marks.OfType<Place>().Single(place => place.Ink == Ink.TauPrime);
        Assert.Equal(Typical.TauPrime.TauPrime.Value, mark.X);
        Assert.InRange(lowest.X, mark.Low, mark.High);
        Assert.Contains("1.07 to 1.15", mark.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void PointsWithoutMixingAreGreyedAndNoOthers()
    {
        Panel panel = Named("forward-divergence").Panels[0];
        Region[] regions = [.. panel.Marks.OfType<Region>()];
        Assert.Single(regions);
        Assert.All(Typical.Curves, point => Assert.Equal(!point.Mixed, regions.Any(region => point.Tau > region.From && point.Tau < region.To)));
        Assert.All(panel.Marks.OfType<Curve>().Single().Points, point => Assert.Equal(point.X >= 0.62, point.Trusted));
    }

    [Fact]
    public void PointsThatAreNotTrustedDoNotSqueezeTheOthers()
    {
        TuningResult wild = Typical with
        {
            Curves = [.. Typical.Curves.Select(point => point.Mixed ? point : point with { Energy = point.Energy with { Value = -1e6 } })],
        };
        (double from, double to) = Named("thermodynamics", wild).Panels[0].RangeY();
        Assert.InRange(to - from, 100, 400);
    }

    [Fact]
    public void UniformRungStandsAtTheRightEdge()
    {
        Panel panel = Named("replica-exchange").Panels[0];
        Assert.Equal("\u221E", panel.X.Ticks(panel.RangeX().From, panel.RangeX().To, 9)[^1].Label);
        double infinity = panel.X.PlaceOf(double.PositiveInfinity);
        Assert.All(Typical.Ladder.SkipLast(1), rung => Assert.True(panel.X.PlaceOf(rung.Tau) < infinity));
        Assert.True(infinity < panel.RangeX().To);
    }

    [Fact]
    public void TauPrimeOutOfRangeIsNamedSoAndGetsNoCloseUp()
    {
        Figure figure = Named("forward-divergence", SampleResult.Awkward());
        Assert.Single(figure.Panels);
        Assert.Contains(figure.Legend, mark => mark.Label.Contains("out of range", StringComparison.Ordinal));
    }

    [Fact]
    public void SetHoldsEveryFigureTwiceAndLeavesEmptyOnesOut()
    {
        IReadOnlyList<FigureFile> files = FigureSet.Render(SampleResult.Awkward());
        Assert.Equal(
            ["forward-divergence.svg", "forward-divergence.png", "thermodynamics.svg", "thermodynamics.png", "replica-exchange.svg", "replica-exchange.png"],
            files.Select(file => file.FileName));
        Assert.All(files, file => Assert.StartsWith(
            file.FileName.EndsWith(".png", StringComparison.Ordinal) ? "\u0089PNG" : "<?xml",
            Encoding.Latin1.GetString(file.Content, 0, 5), StringComparison.Ordinal));
        Assert.Equal(6, FigureSet.Describe(Typical).Count(figure => figure.HasData));
    }

    /// <summary>Whatever is missing or odd in a result, figures are drawn or said to be empty, never a crash.</summary>
    [Fact]
    public void OddResultsAreDrawn()
    {
        CurvePoint one = Typical.Curves[20];
        Estimate none = Estimate.NotComputed("nothing");
        TuningResult[] odd =
        [
            Typical with { Curves = [], Ladder = [], Quality = [], Energies = [] },
            Typical with { Curves = [one], Quality = [Typical.Quality[3]], Ladder = [Typical.Ladder[^1]] },
            Typical with { Curves = [.. Typical.Curves.Select(point => point with { Mixed = false })] },
            Typical with { Curves = [.. Typical.Curves.Select(point => point with { Energy = none, HeatCapacity = none, EntropyPerSite = none, ForwardDivergenceChange = none })] },
            Typical with { TauPrime = Typical.TauPrime with { TauPrime = none, TargetEnergy = none } },
            Typical with { Training = Typical.Training with { History = [new TrainingRecord(0, double.NaN, double.NaN, 0, double.NaN, 0)] } },
            Typical with { Energies = [new EnergyHistogram("natural", double.NaN, -10, 1, [0, double.NaN, 1, 0])] },
        ];
        foreach (TuningResult result in odd)
        {
            foreach (Figure figure in FigureSet.Describe(result).Where(figure => figure.HasData))
            {
                XDocument.Parse(figure.RenderSvg());
                Assert.NotEmpty(figure.RenderPng(24));
            }
            Assert.Contains("</html>", HtmlReport.Render(result), StringComparison.Ordinal);
        }
    }

    /// <summary>Skia writes #AA4499 as #A49.</summary>
    private static string Short(string hex) => hex[1] == hex[2] && hex[3] == hex[4] && hex[5] == hex[6] ? $"#{hex[1]}{hex[3]}{hex[5]}\"" : hex;

    private static int Count(SKBitmap image, SKColor colour, SKRectI area)
    {
        int count = 0;
        for (int y = area.Top; y < area.Bottom; y++)
        {
            for (int x = area.Left; x < area.Right; x++)
                if (image.GetPixel(x, y) == colour) count++;
        }
        return count;
    }

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("url\\(#([^)]+)\\)")]
    private static partial Regex Reference();
}

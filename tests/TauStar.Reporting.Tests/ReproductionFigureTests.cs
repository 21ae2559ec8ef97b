using System.Xml.Linq;
using SkiaSharp;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;
using Xunit;

namespace TauStar.Reporting.Tests;

public class ReproductionFigureTests
{
    private static readonly ReproductionData Typical = SampleReproduction.Typical();

    public static TheoryData<string> Names => [.. ReproductionFigureSet.Describe(Typical).Select(figure => figure.Name)];

    private static Figure Named(string name, ReproductionData? data = null) =>
        ReproductionFigureSet.Describe(data ?? Typical).Single(figure => figure.Name == name);

    [Fact]
    public void EveryFigureOfThePaperIsThere() =>
        Assert.Equal(PaperFigureName.All.Select(PaperFigureName.Of), ReproductionFigureSet.Describe(Typical).Select(figure => figure.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void SvgIsWellFormedAndSaysWhatItShows(string name)
    {
        Figure figure = Named(name);
        string text = figure.RenderSvg();
        XDocument svg = XDocument.Parse(text);
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
        Assert.All(figure.Legend, mark => Assert.Contains(mark.Label, texts));
        Assert.All(figure.Panels, panel =>
        {
            Assert.Contains(panel.Title, texts);
            Assert.Contains(panel.X.Label, texts);
            Assert.Contains(panel.Y.Label, texts);
        });
        Assert.DoesNotMatch("[\" ,]-?(nan|inf)", text.ToLowerInvariant());
        Assert.Equal(text, Named(name, SampleReproduction.Typical()).RenderSvg());
        Assert.DoesNotContain("<image", text, StringComparison.Ordinal); // vectors only
    }

    [Fact]
    public void EveryCellOfAHeatmapIsARectangleOfItsColour()
    {
        Figure figure = Named("fig3");
        Heatmap[] maps = [.. figure.Panels.SelectMany(panel => panel.Marks).OfType<Heatmap>()];
        Assert.Equal(2, maps.Length);
        Assert.All(maps, map => Assert.Equal(34 * 17, map.Cells.Count));
        string[] fills = [.. XDocument.Parse(figure.RenderSvg()).Descendants().Select(e => e.Attribute("fill")?.Value ?? "")];
        foreach (HeatCell cell in maps[0].Cells.Where(cell => cell.Value < 0.9).Take(40))
            Assert.Contains(fills, fill => Expanded(fill) == maps[0].Colors.Hex(cell.Value));
    }

    [Fact]
    public void CellsTouchHalfwayBetweenTheirPoints()
    {
        Axis x = new("x"), y = new("y") { Scale = AxisScale.Logarithmic };
        Heatmap map = Heatmap.Around([(1, 10, 1, ""), (2, 10, 1, ""), (4, 10, 1, ""), (1, 1000, 1, ""), (2, 1000, 1, ""), (4, 1000, 1, "")], x, y, ReproductionParts.Colors);
        Assert.Equal([(0.5, 1.5), (1.5, 3), (3, 5)], map.Cells.Take(3).Select(cell => (cell.Left, cell.Right)));
        Assert.Equal(1, map.Cells[0].Bottom, 1e-12);
        Assert.Equal(100, map.Cells[0].Top, 1e-12);
        Assert.Equal(100, map.Cells[3].Bottom, 1e-12);
        Panel panel = new() { Title = "", X = x, Y = y, Marks = [map] };
        Assert.Equal((0.5, 5), panel.RangeX()); // no margin: cells fill the axes
        Assert.Single(Heatmap.Around([(1, 10, 1, "")], x, y, ReproductionParts.Colors).Cells);
    }

    [Fact]
    public void OneIsExactlyWhiteAndBothSidesReachTheirEnd()
    {
        ColorScale colors = new("tau", 0.5, 3);
        Assert.Equal("#FFFFFF", colors.Hex(1));
        Assert.Equal("#053061", colors.Hex(0.5));
        Assert.Equal("#053061", colors.Hex(0.1));
        Assert.Equal("#67001F", colors.Hex(3));
        Assert.Equal(0.25, colors.PlaceOf(Math.Sqrt(0.5)), 1e-12);
        Assert.Equal(0.75, colors.PlaceOf(Math.Sqrt(3)), 1e-12);
        Assert.True(Blueness(colors.Hex(0.98)) > 0);
        Assert.True(Blueness(colors.Hex(1.02)) < 0);
        int Blueness(string hex) => SKColor.Parse(hex).Blue - SKColor.Parse(hex).Red;
    }

    [Fact]
    public void LevelsStandInThreeColumnsAndOneRowATemperature()
    {
        Figure figure = Named("figD");
        Assert.Equal(9, figure.Panels.Count);
        Assert.Equal(3, figure.Columns);
        Assert.All(figure.Panels, panel => Assert.Equal(9, panel.Marks.OfType<Curve>().Count()));
        using SKBitmap image = SKBitmap.Decode(figure.RenderPng(96));
        Assert.InRange(image.Height, 600, 800);
    }

    [Fact]
    public void TitlesFitTheirPanels()
    {
        ResponseCurve ising = Typical.FigCIsing!;
        ResponseCurve two = new([.. ising.Points, .. ising.Points.Select(p => p with { Samples = 10000 })], [.. ising.Crossings, new ResponseCrossing(10000, new Crossing(3.21, 0.1))]);
        foreach (Figure figure in ReproductionFigureSet.Describe(Typical with { FigCIsing = two }))
        {
            float width = 704f / figure.Columns - 30;
            Assert.All(figure.Panels, panel => Assert.InRange(Typography.TextWidth(panel.Title, 12.5f, bold: true), 1, width));
        }
    }

    [Fact]
    public void PartsAreLeftOutWhereTheyWereNotMade()
    {
        Assert.Equal(2, Named("fig3", Typical with { Fig3Example = null }).Panels.Count);
        Assert.Equal(4, Named("fig2", Typical with { Fig2 = null }).Panels.Count);
        Assert.Empty(ReproductionFigureSet.Describe(new ReproductionData()));
        PhaseDiagram one = new([SampleReproduction.Phase().Points[0]], [new UnitPoint(54, null)]);
        Assert.NotEmpty(ReproductionFigureSet.Render(new ReproductionData { Fig3 = one }));
    }

    [Fact]
    public void PayloadOfTheInteractiveFigureHoldsItsCells()
    {
        string json = Html.FigureJson.Write([Named("fig3")]);
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        System.Text.Json.JsonElement mark = document.RootElement[0].GetProperty("panels")[0].GetProperty("marks")[0];
        Assert.Equal("heatmap", mark.GetProperty("kind").GetString());
        Assert.Equal(34 * 17, mark.GetProperty("fill").GetArrayLength());
    }

    /// <summary>Skia writes #AABBCC as #ABC.</summary>
    private static string Expanded(string hex) =>
        (hex.Length == 4 ? string.Concat("#", new string(hex[1], 2), new string(hex[2], 2), new string(hex[3], 2)) : hex).ToUpperInvariant();
}

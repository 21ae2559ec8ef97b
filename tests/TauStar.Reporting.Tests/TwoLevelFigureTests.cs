using System.Xml.Linq;
using TauStar.Diagnosis;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using Xunit;

namespace TauStar.Reporting.Tests;

public class TwoLevelFigureTests
{
    private static Figure Of(double gap, int samples = 80) => TwoLevelFigure.Describe(TwoLevelExplanation.Of(
        new() { Truth = new(100, 20, gap), Samples = samples, Replicates = 40 }, threads: 1, TestContext.Current.CancellationToken));

    [Fact]
    public void It_says_what_it_shows_and_every_drawing_is_the_same()
    {
        Figure figure = Of(8);
        string svg = figure.RenderSvg();
        string all = XDocument.Parse(svg).Root!.Value;
        Assert.All(figure.Panels, panel => Assert.Contains(panel.Title, all, StringComparison.Ordinal));
        Assert.All(figure.Legend, mark => Assert.Contains(mark.Label, all, StringComparison.Ordinal));
        Assert.Equal(svg, figure.RenderSvg());
        Assert.Equal(figure.RenderPng(96), figure.RenderPng(96));
        Assert.True(figure.HasData);
    }

    /// <summary>One thing has one ink in all panels, and no two labels share ink and stroke.</summary>
    [Fact]
    public void Inks_tell_things_apart()
    {
        Mark[] marks = [.. Of(8).Panels.SelectMany(panel => panel.Marks).Where(mark => mark.Label.Length > 0)];
        Assert.All(marks.GroupBy(mark => mark.Label), same => Assert.Single(same.Select(mark => mark.Ink).Distinct()));
        Assert.All(marks.DistinctBy(mark => mark.Label).GroupBy(mark => (mark.Ink, mark.Stroke)), same => Assert.Single(same));
    }

    [Fact]
    public void Optima_out_of_range_are_said_to_be()
    {
        Figure figure = Of(900, samples: 5);
        Assert.Contains(figure.Legend, mark => mark.Label == "\u03C4* out of range");
        Assert.All(figure.Panels, panel => Assert.True(panel.HasData && double.IsFinite(panel.RangeY().From + panel.RangeY().To)));
        _ = figure.RenderPng(48);
    }
}

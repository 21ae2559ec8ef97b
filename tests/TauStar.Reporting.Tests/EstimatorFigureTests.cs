using System.Xml.Linq;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using TauStar.Studies.Estimators;
using TauStar.Tempering;
using TauStar.Tests.Studies;
using Xunit;

namespace TauStar.Reporting.Tests;

public sealed class EstimatorFigureTests
{
    private static readonly EstimatorTrial[] Samples = SampleEstimators.Trials();

    private static readonly IReadOnlyList<Figure> Figures = EstimatorFigureSet.Describe(Samples, EstimatorSummary.Of(Samples));

    public static TheoryData<string> Names => [.. Figures.Select(figure => figure.Name)];

    private static Figure Named(string name) => Figures.Single(figure => figure.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_is_well_formed_and_says_what_it_shows(string name)
    {
        Figure figure = Named(name);
        string text = figure.RenderSvg();
        string[] texts = [.. XDocument.Parse(text).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
        Assert.All(figure.Legend, mark => Assert.Contains(mark.Label, texts));
        Assert.All(figure.Panels, panel => Assert.Contains(panel.Title, texts));
        Assert.All(figure.Panels.SelectMany(panel => panel.Y.Names), estimator => Assert.Contains(estimator, texts));
        Assert.DoesNotMatch("[\" ,]-?(nan|inf)", text.ToLowerInvariant());
        Assert.Equal(text, figure.RenderSvg());
    }

    [Fact]
    public void Every_answer_is_a_dot_and_no_answer_is_none()
    {
        foreach (TuningGoal goal in Enum.GetValues<TuningGoal>())
        {
            Figure figure = EstimatorScatterFigure.Describe(Samples, goal);
            int answers = Samples.Sum(sample => sample.Findings.Outcomes.Count(outcome => outcome.Estimate.Goal == goal && double.IsFinite(outcome.Estimate.Tau.Value)));
            Assert.Equal(answers, figure.Panels.SelectMany(panel => panel.Marks).OfType<Curve>().Where(curve => curve.Dots).Sum(curve => curve.Points.Count));
            Assert.DoesNotContain(figure.Panels, panel => panel.Title == "aic");
        }
    }

    [Fact]
    public void A_line_an_estimator_and_a_colour_a_landscape()
    {
        Figure regret = Named("estimators-regret");
        Assert.Equal(["verdict", "half-split", "posterior-mean"], regret.Panels[0].Y.Names);
        Assert.Equal(["ising4x4, early-stop", "rna, early-stop"], regret.Legend.OfType<Curve>().Select(curve => curve.Label));
        Assert.Equal(2, regret.Legend.OfType<Curve>().Select(curve => curve.Ink).Distinct().Count());
        Assert.Equal(["half-split", "posterior-mean"], Named("estimators-coverage").Panels[0].Y.Names); // the others have no intervals
    }

    [Fact]
    public void Nothing_is_drawn_of_nothing() => Assert.Empty(EstimatorFigureSet.Render([], []));
}

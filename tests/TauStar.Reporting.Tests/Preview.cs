using TauStar.Reporting.Figures;
using TauStar.Studies;
using TauStar.Studies.Estimators;
using TauStar.Tests.Studies;
using Xunit;

namespace TauStar.Reporting.Tests;

/// <summary>Not a check: writes the samples' figures and reports for people to look at (run with -explicit only).</summary>
public class Preview
{
    [Fact(Explicit = true)]
    public void Write()
    {
        foreach ((string name, TuningResult result) in new[] { ("typical", SampleResult.Typical()), ("awkward", SampleResult.Awkward()), ("exact", SampleResult.Exact()) })
        {
            string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "taustar-report-preview", name)).FullName;
            foreach (FigureFile file in FigureSet.Render(result))
                File.WriteAllBytes(Path.Combine(folder, file.FileName), file.Content);
            File.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Render(result));
        }
        string paper = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "taustar-report-preview", "reproduction")).FullName;
        foreach (FigureFile file in ReproductionFigureSet.Render(SampleReproduction.Typical()))
            File.WriteAllBytes(Path.Combine(paper, file.FileName), file.Content);
        string estimators = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "taustar-report-preview", "estimators")).FullName;
        EstimatorTrial[] samples = SampleEstimators.Trials();
        foreach (FigureFile file in EstimatorFigureSet.Render(samples, EstimatorSummary.Of(samples)))
            File.WriteAllBytes(Path.Combine(estimators, file.FileName), file.Content);
    }
}

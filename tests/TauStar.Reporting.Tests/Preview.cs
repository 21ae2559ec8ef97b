using TauStar.Reporting.Figures;
using Xunit;

namespace TauStar.Reporting.Tests;

/// <summary>Not a check: writes the sample's figures and reports for people to look at (run with --explicit only).</summary>
public class Preview
{
    [Fact(Explicit = true)]
    public void Write()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "taustar-report-preview")).FullName;
        foreach (FigureFile file in FigureSet.Render(SampleResult.Typical()))
            File.WriteAllBytes(Path.Combine(folder, file.FileName), file.Content);
    }
}

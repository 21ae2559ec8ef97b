using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Tests;

/// <summary>The C# of the README: what stands there is what is compiled and run here.</summary>
public sealed class ReadmeExample
{
    [Fact]
    public void It_runs()
    {
        // <readme>
        // The 4 x 4 Ising lattice at T = 2.5, 100 samples of it, and a penalised maximum-likelihood model of them.
        EnumeratedDistribution truth = new IsingTruth(4, 4).Enumerate(folded: true).At(2.5);
        byte[] samples = new ConfigurationSampler(truth).Draw(100, RandomStream.FromSeed(1));
        PairwiseFeatures features = new(Alphabet.Spin, sites: 16, fields: false);
        PairwiseFit fit = new NewtonFit(L2Couplings: 5).Fit(MomentTarget.FromSamples(features, samples));

        // Its temperature, turned against the truth.
        TemperatureSweep sweep = new(truth, features.Energies(fit.Theta));
        TemperatureOptimum tauStar = sweep.TauStar(TemperatureRange.Published);
        SweepPoint atOne = sweep.At(1);
        Console.WriteLine($"tau* = {tauStar.Tau:F3}: D(q||p) falls from {atOne.Reverse:F3} to {tauStar.Divergence:F3} nats");
        // </readme>
        Assert.True(fit.Converged && tauStar.Divergence < atOne.Reverse);
    }

    [Fact]
    public void It_stands_in_the_readme()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TauStar.slnx"))) folder = Path.GetDirectoryName(folder);
        string[] source = File.ReadAllLines(Path.Combine(folder!, "tests", "TauStar.Tests", "ReadmeExample.cs"));
        int from = Array.FindIndex(source, line => line.Trim() == "// <readme>") + 1, to = Array.FindIndex(source, line => line.Trim() == "// </readme>");
        string example = string.Join('\n', source[from..to].Select(line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains($"```csharp\n{example}\n```", File.ReadAllText(Path.Combine(folder!, "README.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}

using TauStar.Data;
using TauStar.Fitting;
using TauStar.Sampling;
using TauStar.Studies;
using Xunit;

namespace TauStar.Tests.Studies;

/// <summary>The self-test passes, and an error planted in any subject is found by a check of that subject.</summary>
public sealed class SelfTestTests(ITestOutputHelper output)
{
    private static readonly SweepStep AtAnotherTemperature = (kernel, chains, stream, first, plan) =>
    {
        for (int c = 0; c < chains.Count; c++) chains.Betas[c] *= 1.1f;
        GibbsSampler.Sweep(kernel, chains, stream, first, plan);
    };

    // Only threads change what it draws.
    private static readonly SweepStep ByThreads = (kernel, chains, stream, first, plan) => MetropolizedGibbs.Sweep(kernel, chains, stream.Child(plan.Threads), first, plan);

    [Fact]
    public void Everything_passes()
    {
        List<SelfTestCheck> checks = [.. SelfTest.Run(new SelfTestSubjects(), TestContext.Current.CancellationToken)];
        foreach (SelfTestCheck c in checks) output.WriteLine($"{c.Name}: {c.Found} for {c.Expected}, {c.Allowed}");
        Assert.All(checks, c => Assert.True(c.Ok, c.Name));
        Assert.True(checks.Count > 40);
        Assert.Equal(checks.Count, checks.Select(c => c.Name).Distinct().Count());
        foreach (SelfTestCheck c in checks.Where(c => c.Allowed > 0 && c.Name.Contains("mean energy", StringComparison.Ordinal)))
            Assert.True(c.Allowed < 0.2 * Math.Abs(c.Expected), c.Name); // and the limits say something
    }

    [Fact]
    public void Planted_errors_are_found_each_where_it_is()
    {
        SelfTestSubjects right = new(), wrong = new()
        {
            Gibbs = AtAnotherTemperature,
            Metropolis = ByThreads,
            Count = (rows, weights) => PairFrequencies.Count(rows, weights, 0.001),
            Fit = new NewtonFit { MostSteps = 1 },
            Entropy = (model, options) => Shifted(right.Entropy(model, options)),
        };
        SelfTestCheck[] failed = [.. SelfTest.Run(wrong, TestContext.Current.CancellationToken).Where(c => !c.Ok)];
        foreach (SelfTestCheck c in failed) output.WriteLine($"{c.Name}: {c.Found} for {c.Expected}, {c.Allowed}");
        string[] where = ["Gibbs, ", "Metropolised Gibbs: states that depend", "frequencies", "maximum likelihood", "log Z by"];
        Assert.All(where, place => Assert.Contains(failed, c => c.Name.Contains(place, StringComparison.Ordinal)));
        Assert.All(failed, c => Assert.Contains(where, place => c.Name.Contains(place, StringComparison.Ordinal))); // and nothing else is blamed
        Assert.DoesNotContain(failed, c => c.Name.StartsWith("Metropolised Gibbs, ", StringComparison.Ordinal));
    }

    private static EntropyResult Shifted(EntropyResult result) => result with
    {
        Ways = [.. result.Ways.Select(w => w with { LogZ = w.LogZ with { Value = w.LogZ.Value + 0.5, Low = w.LogZ.Low + 0.5, High = w.LogZ.High + 0.5 } })],
    };

    [Fact]
    public void Not_a_number_is_never_right() => Assert.False(new SelfTestCheck("x", 0, double.NaN, double.PositiveInfinity).Ok);
}

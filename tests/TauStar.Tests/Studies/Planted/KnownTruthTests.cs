using TauStar.Landscapes;
using TauStar.Studies;
using TauStar.Studies.Planted;
using TauStar.Tempering;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Studies;

/// <summary>What chains say is true, against sums over all 729 configurations.</summary>
public sealed class KnownTruthTests(ITestOutputHelper output)
{
    private const int Degrees = TemperedCurve.Groups - 1; // of jackknife errors
    private const double AtTau = 0.7;

    /// <summary>Deviations from what is exact in standard errors, for one goal and data set: of log tau_opt, of the change of the divergence there, and at another tau.</summary>
    private sealed record Deviations(TuningGoal Goal, double LogTau, double AtOptimum, double Elsewhere);

    private static readonly Lazy<(TuningEvidence Evidence, KnownTruth Known, PottsModel Truth)[]> Cells = new(() =>
    [
        .. from regime in Enum.GetValues<PlantedRegime>()
           from replicate in Enumerable.Range(0, 2)
           select Open(new PlantedKey(regime, 6, 3, 60, replicate, PlantedUser.All[0], 11)),
    ]);

    private static (TuningEvidence, KnownTruth, PottsModel) Open(PlantedKey key)
    {
        PottsModel truth = key.Plant().Model;
        PlantedCells cells = new(TestContext.Current.CancellationToken) { Effort = PlantedStudyTests.Small };
        TuningEvidence evidence = cells.Gather(key, truth);
        return (evidence, cells.Know(truth, evidence, key.Stream.Child("reference")), truth);
    }

    private static Deviations[] Against(double temperatureOfTruth) =>
    [
        .. from cell in Cells.Value
           let sweep = new TemperatureSweep(EnumeratedDistribution.Create(cell.Truth, temperatureOfTruth), EnumeratedDistribution.Create(cell.Evidence.Model))
           from goal in Enum.GetValues<TuningGoal>()
           let optimum = goal == TuningGoal.Fidelity ? sweep.TauStar(PlantedCells.Range) : sweep.TauPrime(PlantedCells.Range)
           where optimum is { Place: OptimumPlace.Inside }
           let found = cell.Known.Optimum(goal)
           select new Deviations(
               goal, Math.Log(found.Tau / optimum.Tau) / cell.Known.LogTauError(goal),
               (found.Divergence - Change(sweep, goal, optimum.Tau)) / cell.Known.ChangeError(goal, found.Tau),
               (cell.Known.Change(goal, AtTau) - Change(sweep, goal, AtTau)) / cell.Known.ChangeError(goal, AtTau)),
    ];

    private static double Change(TemperatureSweep sweep, TuningGoal goal, double tau) =>
        goal == TuningGoal.Fidelity ? sweep.At(tau).Reverse - sweep.At(1).Reverse : sweep.At(tau).Forward - sweep.At(1).Forward;

    /// <summary>
    /// Six data sets are independent, so Fisher's combination over them has a chi-square distribution where errors are honest. Six such tests, each with a false
    /// alarm of one in six millions (one-sided z = 5.1). The control asks the truth at T = 1.1 in the place of the truth.
    /// </summary>
    [Fact]
    public void Optima_and_divergences_are_those_of_the_listed_distributions_within_their_errors()
    {
        const double z = 5.1;
        (string Name, Func<Deviations, double> Of)[] quantities = [("log tau", d => d.LogTau), ("at optimum", d => d.AtOptimum), ("elsewhere", d => d.Elsewhere)];
        Deviations[] right = Against(1), wrong = Against(1.1);
        foreach (TuningGoal goal in Enum.GetValues<TuningGoal>())
        {
            Deviations[] mine = [.. right.Where(d => d.Goal == goal)], others = [.. wrong.Where(d => d.Goal == goal)];
            Assert.True(mine.Length >= 5, $"{mine.Length} optima inside the range");
            double limit = ChiSquareLimit(2 * mine.Length, z), control = ChiSquareLimit(2 * others.Length, z);
            foreach ((string name, Func<Deviations, double> of) in quantities)
            {
                double fisher = Fisher(mine.Select(of), Degrees), broken = Fisher(others.Select(of), Degrees);
                output.WriteLine($"{goal}, {name}: {fisher:F1} of at most {limit:F1} ({broken:F1} for the control); {string.Join(' ', mine.Select(d => of(d).ToString("F1")))}");
                Assert.True(fisher < limit, $"{goal}, {name}: {fisher} above {limit}");
                if (name == "log tau") Assert.True(broken > control, $"{goal}: the control passes with {broken}");
            }
        }
    }

    [Fact]
    public void Nothing_changes_at_one() => Assert.All(Cells.Value[..1], cell => Assert.All(Enum.GetValues<TuningGoal>(), goal =>
    {
        Assert.Equal((0.0, 0.0), (cell.Known.Change(goal, 1), cell.Known.ChangeError(goal, 1)));
        Assert.True(cell.Known.Change(goal, cell.Known.Optimum(goal).Tau) <= 0);
    }));
}

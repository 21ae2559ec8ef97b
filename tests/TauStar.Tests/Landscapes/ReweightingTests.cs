using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

/// <summary>Multistate reweighting of draws from a listed landscape against its exact thermodynamics.</summary>
public sealed class ReweightingTests(ITestOutputHelper output)
{
    [Fact]
    public void Draws_over_a_ladder_give_the_exact_curves_within_their_error_bars()
    {
        const int groups = 25, perRung = 1000;
        const double z = 6.6; // Student's t with 24 degrees: one in a million over 12 statements
        PlantedPotts planted = PlantedPotts.Create(new() { Sites = 7, States = 4, Regime = PlantedRegime.Mid }, RandomStream.FromSeed(3));
        EnumeratedDistribution exact = EnumeratedDistribution.Create(planted.Model);
        double[] taus = [0.6, 0.8, 1, 1.4, 2, 3, 5, 10], betas = [0, .. taus.Select(t => 1 / t)];
        List<double[]> energies = [];
        for (int k = 0; k < betas.Length; k++)
        {
            // Infinite temperature: any tau so large that the energies do not matter in double precision.
            EnumeratedDistribution rung = exact.At(betas[k] == 0 ? 1e15 : 1 / betas[k]);
            energies.Add(planted.Model.Energies(rung.Sample(perRung, RandomStream.FromSeed(4).Child(k))));
        }
        TemperedEnergies data = TemperedEnergies.FromRungs(betas, energies);
        int[] group = [.. Enumerable.Range(0, data.Energies.Length).Select(n => n % groups)];
        ReferenceLogZ reference = new(0, planted.Model.Sites * Math.Log(planted.Model.States));
        EnergyReweighting all = EnergyReweighting.Solve(data, reference);
        EnergyReweighting[] less = [.. Enumerable.Range(0, groups).Select(g => EnergyReweighting.Solve(data.Without(group, g), reference, all.LogZs))];
        Assert.True(all.Converged);
        foreach (double tau in new[] { 0.7, 1, 1.7, 6 })
        {
            EnumeratedDistribution p = exact.At(tau);
            (string, double, Func<EnergyReweighting, double>)[] quantities =
            [
                ("log Z", p.LogZ, r => r.LogZ(1 / tau)),
                ("<E>", p.MeanEnergy, r => r.MeanEnergy(1 / tau)),
                ("C", p.HeatCapacity, r => r.EnergyVariance(1 / tau) / (tau * tau)),
            ];
            foreach ((string name, double truth, Func<EnergyReweighting, double> ask) in quantities)
            {
                Estimate estimate = Jackknife.Run(ask(all), groups, g => ask(less[g]));
                string text = $"tau {tau}: {name} = {estimate.Value:f4} +- {estimate.StandardError:f4}, exact {truth:f4}";
                output.WriteLine(text);
                Assert.True(Math.Abs(estimate.Value - truth) < z * estimate.StandardError, text);
            }
        }
    }
}

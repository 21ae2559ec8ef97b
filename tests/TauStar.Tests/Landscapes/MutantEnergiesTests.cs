using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Landscapes;

/// <summary>Differences of energies against energies.</summary>
public sealed class MutantEnergiesTests
{
    /// <summary>Sums of some hundred floats of size 1 in double precision.</summary>
    private const double Tolerance = 1e-11;

    [Fact]
    public void Every_mutant_differs_by_the_difference_of_two_energies()
    {
        PottsModel model = SmallModels.Random(9, 4, 1);
        RandomSource random = RandomStream.FromSeed(2).Open();
        byte[] row = [.. Enumerable.Range(0, 9).Select(_ => (byte)random.NextInt(4))];
        MutantEnergies energies = new(model, row);
        double own = model.Energy(row);
        for (int i = 0; i < 9; i++)
        {
            for (byte b = 0; b < 4; b++)
            {
                byte[] mutant = [.. row];
                mutant[i] = b;
                Near(model.Energy(mutant) - own, energies.Single(new(i, b)), Tolerance);
                Near(model.Energy(mutant) - own, energies.Singles[i * 4 + b], Tolerance);
            }
            Assert.Equal(0, energies.Single(new(i, row[i])));
        }
        int[] sites = [.. Enumerable.Range(0, 9)];
        for (int count = 0; count <= 9; count++)
        {
            random.Shuffle(sites.AsSpan()); // sites in any order
            Substitution[] changes = [.. sites.Take(count).Select(site => new Substitution(site, (byte)random.NextInt(4)))];
            byte[] mutant = [.. row];
            foreach (Substitution change in changes) mutant[change.Site] = change.State;
            Near(model.Energy(mutant) - own, energies.Of(changes), Tolerance);
        }
    }

    [Fact]
    public void Without_couplings_nothing_is_epistatic_and_with_one_its_share_is_known()
    {
        PottsModel model = SmallModels.Random(4, 3, 3);
        model.Couplings.AsSpan().Clear();
        byte[] row = [0, 1, 2, 0];
        Substitution[] changes = [new(3, 2), new(1, 0)];
        Assert.Equal(new MutantEnergies(model, row).Additive(changes), new MutantEnergies(model, row).Of(changes));
        model.Block(1, 3)[0 * 3 + 2] = 0.75f; // favours the double mutant alone
        MutantEnergies energies = new(model, row);
        Near(-0.75, energies.Of(changes) - energies.Additive(changes), Tolerance);
    }

    [Fact]
    public void A_site_changed_twice_and_a_row_of_another_length_are_refused()
    {
        PottsModel model = SmallModels.Random(4, 3, 3);
        Assert.Throws<ArgumentException>(() => new MutantEnergies(model, [0, 1, 2]));
        Assert.Throws<ArgumentException>(() => new MutantEnergies(model, [0, 1, 2, 0]).Of([new(1, 0), new(1, 2)]));
    }
}

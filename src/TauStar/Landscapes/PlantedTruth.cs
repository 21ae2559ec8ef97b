using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// A planted sparse Potts model (<see cref="PlantedPotts"/>) small enough to be listed; contacts and deviations as
/// <see cref="PlantedPottsOptions"/> sets them.
/// </summary>
/// <param name="Length">L, at least 2, with q^L at most 2^24.</param>
/// <param name="States">q, 2 to 21.</param>
/// <param name="Regime">How rugged.</param>
/// <param name="Seed">Fixes it; the truth of <c>taustar simulate planted</c> with that seed.</param>
public sealed record PlantedTruth(int Length, int States, PlantedRegime Regime, ulong Seed) : ListedTruth
{
    /// <inheritdoc />
    public override string Id => TruthMembers.Id("planted",
        ("length", Length), ("states", States), ("regime", Regime), ("seed", Seed));

    /// <inheritdoc />
    public override int Sites => Length;

    /// <inheritdoc />
    public override bool IsSymmetric => false;

    /// <inheritdoc />
    public override void Check()
    {
        TruthMembers.CheckCount("states", States, 2, 21);
        int most = (int)Math.Floor(Math.Log(ConfigurationSpace.MostConfigurations, States) + 1e-9); // 4^12 is 2^24 exactly
        TruthMembers.CheckCount("length", Length, 2, most);
        if (!Enum.IsDefined(Regime)) throw new InputException($"regime is {Regime}; allowed are warm, mid and cold");
    }

    /// <summary>The truth at T = 1, with its contacts and native sequence.</summary>
    /// <exception cref="InputException">A member out of range.</exception>
    public PlantedPotts Plant()
    {
        Check();
        return PlantedPotts.Create(
            new() { Sites = Length, States = States, Regime = Regime }, RandomStream.FromSeed(Seed).Child("truth"));
    }

    /// <inheritdoc />
    public override EnumeratedDistribution Enumerate(bool folded)
    {
        Check();
        PottsModel model = Plant().Model;
        return EnumeratedDistribution.Create(TruthMembers.Space(this, model.Alphabet, folded), EnergyTable.OfPotts(model));
    }
}

using System.Globalization;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Studies.Estimators;

namespace TauStar.Studies.Planted;

/// <summary>One data set of a planted study, and all that its result depends on.</summary>
/// <param name="Truth">How rugged the truth is.</param>
/// <param name="Sites">L.</param>
/// <param name="States">q.</param>
/// <param name="Samples">M.</param>
/// <param name="Replicate">Number of the data set, from 0.</param>
/// <param name="User">How the model is trained.</param>
/// <param name="Seed">Seed of truth, data, training and estimators.</param>
/// <param name="Tree">How deep the tree is that the samples evolved along (<see cref="Sampling.PhylogeneticSampler"/>); 0: independent draws.</param>
/// <param name="Identity">Samples at least this similar share a weight; 0: all count.</param>
/// <param name="Fields">Standard deviation of the truth's fields: above 2, sites are conserved.</param>
public sealed record PlantedKey(
    PlantedRegime Truth, int Sites, int States, int Samples, int Replicate, PlantedUser User, ulong Seed, double Tree = 0, double Identity = 0, double Fields = PlantedKey.UsualFields)
{
    /// <summary>The usual deviation of fields.</summary>
    public const double UsualFields = 0.5;

    /// <summary>The truth's name: warm, mid or cold.</summary>
    public string TruthName => Truth.ToString().ToLowerInvariant();

    /// <summary>The stream of truth and data, the same for all users, trees and weights. Every data set has a truth of its own, so that error bars over data sets are honest.</summary>
    public RandomStream Stream => RandomStream.FromSeed(Seed).Child("planted").Child(TruthName).Child(Sites).Child(States).Child(Samples).Child(Replicate);

    /// <summary>As tables and figures call it. A planted truth is pairwise and stands at T = 1.</summary>
    public EstimatorLabel Label => new(TruthName, User.Name, 1, Samples, Replicate, Seed) { InClass = true };

    /// <summary>The truth.</summary>
    public PlantedPotts Plant() => PlantedPotts.Create(new() { Sites = Sites, States = States, Regime = Truth, FieldDeviation = Fields }, Stream.Child("truth"));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"({TruthName}, L = {Sites}, q = {States}, M = {Samples}, replicate {Replicate}, {User}, seed {Seed}{(Tree > 0 ? $", tree {Tree}" : "")}{(Identity > 0 ? $", seqid {Identity}" : "")}{(Fields != UsualFields ? $", fields {Fields}" : "")})");
}

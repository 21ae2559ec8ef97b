using System.Globalization;
using TauStar.Numerics;

namespace TauStar.Studies.Estimators;

/// <summary>One data set on which estimators are tried, with its fit, and all that the result depends on.</summary>
/// <param name="Landscape">Where the truth is from.</param>
/// <param name="Temperature">T, above 0.</param>
/// <param name="Samples">M.</param>
/// <param name="Replicate">Number of the data set, from 0.</param>
/// <param name="Fit">How the model is fitted.</param>
/// <param name="Seed">Seed of truth, data, fit and estimators.</param>
public sealed record EstimatorKey(
    EstimatorLandscape Landscape, double Temperature, int Samples, int Replicate, EstimatorFit Fit, ulong Seed)
{
    /// <summary>
    /// Truth, data and fit as a cell of any study. The disorder is drawn anew for every data set, so that data sets are
    /// independent and error bars over them honest; all fits share it.
    /// </summary>
    public CellKey Cell => new(
        Landscape.Truth(RandomStream.FromSeed(Seed).Child("estimators").Child(Landscape.Name)
            .Child(BitConverter.DoubleToInt64Bits(Temperature)).Child(Samples).Child(Replicate)),
        Temperature, Samples, Replicate, Fit.Method, Seed);

    /// <summary>As tables and figures call it.</summary>
    public EstimatorLabel Label => new(Landscape.Name, Fit.Name, Temperature, Samples, Replicate, Seed) { InClass = Landscape.IsPairwise };

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"({Landscape}, T = {Temperature}, M = {Samples}, replicate {Replicate}, {Fit}, seed {Seed})");
}

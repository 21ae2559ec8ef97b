using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <summary>
/// One cell of a study, and all that its result depends on: data of M samples drawn from a truth at a temperature, and a fit
/// to them.
/// </summary>
/// <param name="Truth">The ground truth.</param>
/// <param name="Temperature">T, above 0.</param>
/// <param name="Samples">M.</param>
/// <param name="Replicate">Number of the data set, from 0.</param>
/// <param name="Fit">How the model is fitted.</param>
/// <param name="Seed">Seed of data and fit.</param>
public sealed record CellKey(GroundTruth Truth, double Temperature, int Samples, int Replicate, FitMethod Fit, ulong Seed)
{
    /// <summary>The stream of the data: the same for all fits, and independent of which other cells a study has.</summary>
    public RandomStream DataStream => RandomStream.FromSeed(Seed).Child("study").Child(Truth.Id)
        .Child(BitConverter.DoubleToInt64Bits(Temperature)).Child(Samples).Child(Replicate);
}

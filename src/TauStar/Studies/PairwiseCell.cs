using TauStar.Fitting;
using TauStar.Landscapes;

namespace TauStar.Studies;

/// <summary>One data set of a listed truth and the model fitted to it.</summary>
/// <param name="Truth">p at the cell's temperature.</param>
/// <param name="Levels">Energy levels of the truth; null where it has no few.</param>
/// <param name="Rows">The data: M x L states, row-major.</param>
/// <param name="Fit">The model.</param>
public sealed record PairwiseCell(EnumeratedDistribution Truth, EnergyLevels? Levels, byte[] Rows, PairwiseFit Fit);

namespace TauStar.Fitting;

/// <summary>One line of the training history.</summary>
/// <param name="Update">Parameter updates made so far.</param>
/// <param name="Pearson">Pearson of connected correlations, chains against data.</param>
/// <param name="Slope">Regression slope of the chains' connected correlations on the data's.</param>
/// <param name="Gradient">Root mean square of the gradient over all couplings.</param>
/// <param name="Overlap">Mean identity of a chain with its own past, half the elapsed updates ago, less that of different chains; near 0 when chains forget.</param>
/// <param name="MeanEnergy">Mean energy of the chains.</param>
/// <param name="Rate">Length of the step that comes next, as a factor of its direction; NaN where it was not kept.</param>
/// <param name="Density">Share of all couplings that there are.</param>
public sealed record TrainingRecord(
    int Update, double Pearson, double Slope, double Gradient, double Overlap, double MeanEnergy, double Rate = double.NaN, double Density = 1);

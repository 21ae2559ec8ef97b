using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// Is the slope of the generated correlations on the data's what it should be? Even the truth does not show 1: the data's own
/// correlations carry the noise of few sequences, which lowers the slope of a regression on them. What a perfectly calibrated
/// model would show is therefore measured: sets as large as the data are drawn from the model itself, and the same large sample
/// is regressed on each. A maximum-likelihood fit, which has learned that noise as well, shows 1; so between the two nothing is wrong.
/// </summary>
/// <param name="Fit">Pearson and slope of a large sample at tau = 1 on the data.</param>
/// <param name="Slope">The slope with a 90 % interval from the scatter between sets as large as the data.</param>
/// <param name="IfCalibrated">The slope that the model would show if it were the truth.</param>
public sealed record SlopeCalibration(CorrelationFit Fit, Estimate Slope, Estimate IfCalibrated)
{
    private const int Sets = 6;
    private const double Margin = 0.15;

    /// <summary>"too hot", "too cold" or "calibrated".</summary>
    public string Verdict =>
        Slope.Value < (1 - Margin) * Math.Min(1, IfCalibrated.Low) ? "too hot"
        : Slope.Value > (1 + Margin) * Math.Max(1, IfCalibrated.High) ? "too cold"
        : "calibrated";

    /// <summary>Measures from samples.</summary>
    /// <param name="data">Frequencies of the data, as trained on.</param>
    /// <param name="sample">R x L states drawn at tau = 1; many more than the data are worth.</param>
    /// <param name="effective">Effective number of sequences in the data.</param>
    /// <param name="draw">Draws that many fresh configurations at tau = 1; the second argument numbers the set.</param>
    public static SlopeCalibration Measure(PairFrequencies data, byte[] sample, double effective, Func<int, int, byte[]> draw)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(draw);
        int count = SetSize(effective);
        return Measure(data, PairFrequencies.Count(sample, data.Sites, data.States, null, 0),
            set => PairFrequencies.Count(draw(count, set), data.Sites, data.States, null, 1.0 / count));
    }

    /// <summary>Measures from frequencies.</summary>
    /// <param name="data">Frequencies of the data, as trained on.</param>
    /// <param name="model">Frequencies of the model at tau = 1.</param>
    /// <param name="drawn">Frequencies of a fresh set of <see cref="SetSize"/> draws from the model, counted as the data were; the argument numbers it.</param>
    public static SlopeCalibration Measure(PairFrequencies data, PairFrequencies model, Func<int, PairFrequencies> drawn)
    {
        CorrelationFit fit = CorrelationFit.Between(data, model);
        double[] slopes = [.. Enumerable.Range(0, Sets).Select(k => CorrelationFit.Between(drawn(k), model).Slope)];
        double mean = slopes.Average(), deviation = Math.Sqrt(slopes.Sum(s => (s - mean) * (s - mean)) / (Sets - 1));
        return new SlopeCalibration(fit, Estimate.FromStandardError(fit.Slope, deviation), Estimate.FromStandardError(mean, deviation));
    }

    /// <summary>How many draws are worth as much as the data.</summary>
    public static int SetSize(double effective) => Math.Max(2, (int)Math.Round(effective));
}

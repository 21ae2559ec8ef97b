using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>
/// Is the slope of the generated correlations on the data's what it should be? Even the truth does not show 1: the data's own
/// correlations carry the noise of few sequences, which lowers the slope of a regression on them. How much the noise is follows from the data alone
/// (<see cref="OfTheTruth"/>), whatever the model is. A maximum-likelihood fit, which has learned that noise as well, shows 1; so between the two nothing is wrong.
/// How far the slope scatters is seen from sets as large as the data, drawn from the model.
/// </summary>
/// <param name="Fit">Pearson and slope of a large sample at tau = 1 on the data.</param>
/// <param name="Slope">The slope with a 90 % interval from the scatter between sets as large as the data.</param>
/// <param name="IfCalibrated">The slope that the truth would show.</param>
/// <param name="EnergyShift">
/// Mean energy of the model at tau = 1 minus that of the data, in standard deviations of the model: a frozen model, whose correlations vanish as a hot one's do, lies far
/// below its data.
/// </param>
public sealed record SlopeCalibration(CorrelationFit Fit, Estimate Slope, Estimate IfCalibrated, double EnergyShift)
{
    private const int Sets = 6;
    private const double Margin = 0.15;

    // A model that generates so far below its data, in its own standard deviations, hardly ever generates anything like them.
    private const double FarBelow = 2;

    // Without correlations the shift is noise about 0 (a profile), and its sign says nothing.
    private const double ClearlyBelow = 0.5;

    /// <summary>"too hot", "too cold" or "calibrated".</summary>
    public string Verdict =>
        Slope.Value < (1 - Margin) * Math.Min(1, IfCalibrated.Low) ? EnergyShift < -ClearlyBelow ? "too cold" : "too hot"
        : EnergyShift < -FarBelow && Slope.Value < 1 - Margin ? "too cold"
        : Slope.Value > (1 + Margin) * Math.Max(1, IfCalibrated.High) ? "too cold"
        : "calibrated";

    /// <summary>Measures from samples.</summary>
    /// <param name="data">Frequencies of the data, as trained on.</param>
    /// <param name="sample">R x L states drawn at tau = 1; many more than the data are worth.</param>
    /// <param name="effective">Effective number of sequences in the data.</param>
    /// <param name="energyShift">As in the record.</param>
    /// <param name="draw">Draws that many fresh configurations at tau = 1; the second argument numbers the set.</param>
    public static SlopeCalibration Measure(PairFrequencies data, byte[] sample, double effective, double energyShift, Func<int, int, byte[]> draw)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(draw);
        int count = SetSize(effective);
        return Measure(data, PairFrequencies.Count(sample, data.Sites, data.States, null, 0), effective, energyShift,
            set => PairFrequencies.Count(draw(count, set), data.Sites, data.States, null, 1.0 / count));
    }

    /// <summary>Measures from frequencies.</summary>
    /// <param name="data">Frequencies of the data, as trained on.</param>
    /// <param name="model">Frequencies of the model at tau = 1.</param>
    /// <param name="effective">Effective number of sequences in the data.</param>
    /// <param name="energyShift">As in the record.</param>
    /// <param name="drawn">Frequencies of a fresh set of <see cref="SetSize"/> draws from the model, counted as the data were; the argument numbers it.</param>
    public static SlopeCalibration Measure(PairFrequencies data, PairFrequencies model, double effective, double energyShift, Func<int, PairFrequencies> drawn)
    {
        CorrelationFit fit = CorrelationFit.Between(data, model);
        double[] slopes = [.. Enumerable.Range(0, Sets).Select(k => CorrelationFit.Between(drawn(k), model).Slope)];
        double mean = slopes.Average(), deviation = Math.Sqrt(slopes.Sum(s => (s - mean) * (s - mean)) / (Sets - 1));
        return new SlopeCalibration(fit, Estimate.FromStandardError(fit.Slope, deviation), Estimate.FromStandardError(OfTheTruth(data, effective), deviation), energyShift);
    }

    /// <summary>
    /// The slope on the data that the truth would show: 1 - noise/variance of the data's correlations, since noise widens their axis and nothing else (our derivation,
    /// as attenuation in a regression). The noise of C_ij(a, b), the mean of x = ([s_i = a] - f_i(a)) ([s_j = b] - f_j(b)), is (mean of x^2 - C^2)/(M - 1), and x has four values.
    /// </summary>
    /// <param name="data">Frequencies of the data.</param>
    /// <param name="effective">Effective number of sequences, M.</param>
    /// <returns>0 to 1; 0 where the data's correlations are no larger than their noise.</returns>
    public static double OfTheTruth(PairFrequencies data, double effective)
    {
        ArgumentNullException.ThrowIfNull(data);
        int sites = data.Sites, q = data.States;
        double noise = 0, variance = 0;
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> block = data.Block(i, j);
                for (int ab = 0; ab < block.Length; ab++)
                {
                    double both = block[ab], a = data.Single[i * q + ab / q], b = data.Single[j * q + ab % q], c = both - a * b;
                    double square = both * Square((1 - a) * (1 - b)) + (a - both) * Square((1 - a) * b) + (b - both) * Square(a * (1 - b)) + (1 - a - b + both) * Square(a * b);
                    noise += square - c * c;
                    variance += c * c; // the mean of C over the states of a pair is 0
                }
            }
        }
        return variance > 0 ? Math.Max(0, 1 - noise / (Math.Max(1, effective - 1) * variance)) : 0;
    }

    private static double Square(double x) => x * x;

    /// <summary>How many draws are worth as much as the data.</summary>
    public static int SetSize(double effective) => Math.Max(2, (int)Math.Round(effective));
}

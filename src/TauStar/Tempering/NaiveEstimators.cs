using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// What one would try first for tau*: some model of the same data in place of the truth. Kept as honest comparisons: such models have the data's
/// noise in them, so that they agree with the user's fit where both are wrong (theory: section 6).
/// </summary>
public static class NaiveEstimators
{
    /// <summary>The most probable model in place of the truth.</summary>
    /// <param name="fit">The user's fit.</param>
    /// <param name="map">The most probable model under the prior that the data chose.</param>
    /// <param name="range">Where to look.</param>
    public static TemperatureEstimate PlugIn(ListedFit fit, PairwiseFit map, TemperatureRange range)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Point("plug-in", Math.Log(TauStar(fit, map.Theta, fit?.Fit.Theta!, range)));
    }

    /// <summary>The parametric bootstrap: data sets drawn from the fit are fitted anew and tuned against the fit; the mean of log tau*.</summary>
    /// <param name="fit">The user's fit.</param>
    /// <param name="draws">How many data sets; each costs a refit.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="stream">Fixes the draws.</param>
    public static TemperatureEstimate Bootstrap(ListedFit fit, int draws, TemperatureRange range, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Sampling.ConfigurationSampler sampler = new(fit.Features.Enumerate(fit.Fit.Theta));
        int samples = Math.Max(fit.Method.FewestSamples, (int)Math.Round(fit.Weights.Sum()));
        double sum = 0;
        for (int n = 0; n < draws; n++)
        {
            RandomStream own = stream.Child(n);
            byte[] rows = sampler.Draw(samples, own.Child("draws"));
            PairwiseFit refit = fit.Method.Fit(MomentTarget.FromSamples(fit.Features, rows), own.Child("start"));
            sum += Math.Log(TauStar(fit, fit.Fit.Theta, refit.Theta, range));
        }
        return Point("bootstrap", sum / draws);
    }

    /// <summary>Half of the data tuned against a fit of the other half, and the other way round; the mean of log tau*.</summary>
    /// <param name="fit">The user's fit; at least twice its method's fewest samples.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="stream">Fixes the halves.</param>
    public static TemperatureEstimate HalfSplit(ListedFit fit, TemperatureRange range, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(fit);
        int[] order = [.. Enumerable.Range(0, fit.Weights.Length)];
        stream.Child("order").Open().Shuffle(order.AsSpan());
        int half = order.Length / 2;
        double[] first = fit.Refit(order[..half], stream.Child("first")).Theta, second = fit.Refit(order[half..], stream.Child("second")).Theta;
        return Point("half-split", (Math.Log(TauStar(fit, second, first, range)) + Math.Log(TauStar(fit, first, second, range))) / 2);
    }

    private static double TauStar(ListedFit fit, double[] truth, double[] model, TemperatureRange range)
    {
        PairwiseFeatures features = fit.Features;
        return new TemperatureSweep(features.Enumerate(truth), features.Energies(model)).TauStar(range).Tau;
    }

    private static TemperatureEstimate Point(string name, double logTau) => new(
        name, TuningGoal.Fidelity, new Estimate(Math.Exp(logTau), double.NaN, double.NaN), Estimate.NotComputed("this estimator predicts no gain"));
}

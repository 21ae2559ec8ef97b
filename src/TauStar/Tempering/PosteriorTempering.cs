using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// tau* and tau' of a model under a posterior of the truth (theory: section 6; docs/derivations/posterior-mean.md). D(q_tau||p) is linear in the
/// truth's energies, so the tau that minimises its posterior expectation is that of the posterior mean; intervals are quantiles over
/// posterior draws. No refit.
/// </summary>
public sealed class PosteriorTempering
{
    private const int GridPoints = 64;

    private readonly PairwiseFeatures features;
    private readonly double[] theta, energies;
    private readonly CouplingPosterior posterior;
    private readonly TemperatureRange range;
    private readonly TemperatureSweep sweep;
    private readonly TemperedMoments one;

    /// <summary>A model and what is known of the truth.</summary>
    /// <param name="features">The family of both.</param>
    /// <param name="theta">D parameters of the model whose temperature is sought, E^ = -theta.phi.</param>
    /// <param name="posterior">Of the truth's parameters.</param>
    /// <param name="range">Where to look for tau.</param>
    public PosteriorTempering(PairwiseFeatures features, double[] theta, CouplingPosterior posterior, TemperatureRange range)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(posterior);
        (this.features, this.theta, this.posterior, this.range) = (features, theta, posterior, range);
        energies = features.Energies(theta);
        sweep = new TemperatureSweep(features.Enumerate([.. posterior.Mean]), energies);
        one = TemperedMoments.At(features, energies, 1);
    }

    /// <summary>
    /// Intervals are so much wider, in log tau or nats, than the posterior's: 1 plus the share of the parameters that the prior determines and not the
    /// data, for there no prior is right (docs/derivations/posterior-mean.md). 1 to 2.
    /// </summary>
    public double Widening => 2 - posterior.DeterminedShare;

    /// <summary>tau* and its predicted gain.</summary>
    /// <param name="name">Of the estimator.</param>
    /// <param name="draws">Posterior draws behind the interval of tau*; 0: no interval.</param>
    /// <param name="stream">Fixes them.</param>
    public TemperatureEstimate TauStar(string name, int draws, RandomStream stream)
    {
        TemperatureOptimum optimum = sweep.TauStar(range);
        Estimate tau = draws > 0 ? Interval(optimum.Tau, draws, stream.Open()) : new Estimate(optimum.Tau, double.NaN, double.NaN);
        if (optimum.Place != OptimumPlace.Inside)
            tau = tau.Doubt(EstimateStatus.OutOfRange, "the predicted divergence still falls at the edge of the temperatures searched");
        Estimate change = ReverseChange(optimum.Tau);
        return new TemperatureEstimate(name, TuningGoal.Fidelity, tau, new Estimate(-change.Value, -change.High, -change.Low));
    }

    /// <summary>The truth's mean energy under the model, &lt;E^&gt;_p = -theta.mu_1, with its 90 % interval: what tau' is solved from, without refits.</summary>
    public Estimate MeanEnergy => Estimate.FromStandardError(
        -VectorMath.Dot(theta, [.. posterior.MeanMoments]), Widening * posterior.DeviationOfMean(theta));

    /// <summary>D(q_tau||p) - D(q_1||p), nats: mean and 90 % interval of the posterior.</summary>
    public Estimate ReverseChange(double tau)
    {
        TemperedMoments at = TemperedMoments.At(features, energies, tau);
        double[] mean = [.. posterior.Mean], shift = [.. at.Means];
        for (int m = 0; m < shift.Length; m++) shift[m] -= one.Means[m];
        return Estimate.FromStandardError(at.Divergence(mean) - one.Divergence(mean), Widening * posterior.Deviation(shift));
    }

    private Estimate Interval(double tau, int draws, RandomSource random)
    {
        double step = Math.Log(range.Highest / range.Lowest) / (GridPoints - 1);
        double[] weights = new double[energies.Length], products = new double[energies.Length];
        TemperedMoments[] grid = [.. Enumerable.Range(0, GridPoints).Select(k =>
            TemperedMoments.At(features, energies, Math.Min(range.Highest, range.Lowest * Math.Exp(k * step)), weights, products))];
        double[] values = new double[draws];
        for (int n = 0; n < draws; n++) values[n] = Optimum(grid, posterior.Draw(random));
        Array.Sort(values);
        double Widen(double edge) => Math.Clamp(tau * Math.Pow(edge / tau, Widening), range.Lowest, range.Highest);
        return new Estimate(tau, Widen(Math.Min(tau, Quantile(values, 0.05))), Widen(Math.Max(tau, Quantile(values, 0.95))));
    }

    // The lowest grid point, then the zero of the slope beside it by linear interpolation in log tau.
    private static double Optimum(TemperedMoments[] grid, double[] truth)
    {
        double least = double.PositiveInfinity;
        int best = 0;
        for (int k = 0; k < grid.Length; k++)
        {
            double d = grid[k].Divergence(truth);
            if (d < least) (least, best) = (d, k);
        }
        double slope = grid[best].Slope(truth);
        int other = slope > 0 ? best - 1 : best + 1;
        if (other < 0 || other == grid.Length) return grid[best].Tau;
        double beyond = grid[other].Slope(truth);
        if (beyond * slope >= 0) return grid[best].Tau;
        double part = slope / (slope - beyond);
        return grid[best].Tau * Math.Pow(grid[other].Tau / grid[best].Tau, part);
    }

    private static double Quantile(double[] sorted, double p)
    {
        double place = p * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}

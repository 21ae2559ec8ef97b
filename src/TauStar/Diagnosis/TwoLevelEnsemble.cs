using TauStar.Fitting;
using TauStar.Numerics;
using TauStar.Tempering;

namespace TauStar.Diagnosis;

/// <summary>Models fitted to independent data sets of one truth, and means over them.</summary>
internal sealed class TwoLevelEnsemble
{
    /// <summary>Steps of the curves; even in log tau below 1 and above it.</summary>
    private const int CurveSteps = 120;

    /// <summary>Accuracy of a common optimum in log tau; the curve is flat there, so its rounding allows no more.</summary>
    private const double LogTauTolerance = 1e-7;

    private readonly TwoLevelTempering[] models;
    private readonly TemperatureRange range;
    private readonly double[] taus;

    private TwoLevelEnsemble(TwoLevelTempering[] models, TemperatureRange range)
    {
        this.models = models;
        this.range = range;
        double low = Math.Log(range.Lowest), high = Math.Log(range.Highest);
        int below = Math.Clamp((int)Math.Round(CurveSteps * -low / (high - low)), 1, CurveSteps - 1), above = CurveSteps - below;
        taus =
        [
            range.Lowest,
            .. Enumerable.Range(1, below - 1).Select(k => Math.Exp(low * (below - k) / below)),
            1,
            .. Enumerable.Range(1, above - 1).Select(k => Math.Exp(high * k / above)),
            range.Highest,
        ];
    }

    /// <summary>Draws data sets and fits them. A data set depends on seed, truth, M and its own number only.</summary>
    public static TwoLevelEnsemble Draw(TwoLevelQuestion question, int samples, int threads, CancellationToken cancellation)
    {
        RandomStream root = RandomStream.FromSeed(question.Seed).Child("explain").Child(question.Truth.Id).Child(samples);
        TwoLevelTempering[] models = new TwoLevelTempering[question.Replicates];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, models.Length, parallel, r =>
        {
            RandomStream stream = root.Child(r);
            int[] counts = question.Truth.Draw(samples, stream.Child("data"));
            models[r] = TwoLevelTempering.Of(question.Truth, TwoLevelFit.Of(counts, stream.Child("ties")));
        });
        return new TwoLevelEnsemble(models, question.Range);
    }

    /// <summary>The mean of a quantity, with its error.</summary>
    public ReplicateMean Mean(Func<TwoLevelTempering, double> quantity) => ReplicateMean.Of(Array.ConvertAll(models, model => quantity(model)));

    public TwoLevelAim Fidelity() =>
        Aim((m, tau) => m.ReverseDivergence(tau), m => m.ReverseSlope(1), m => m.TauStar(range), TwoLevelParts.Reverse);

    public TwoLevelAim Diversity() =>
        Aim((m, tau) => m.ForwardDivergence(tau), m => m.ForwardSlope(1), m => m.TauPrime(range), TwoLevelParts.Forward);

    /// <summary>Means over tau.</summary>
    public IReadOnlyList<TwoLevelCurvePoint> Curve() =>
    [
        .. taus.Select(tau => new TwoLevelCurvePoint(
            tau, Mean(m => m.ReverseDivergence(tau)), Mean(m => m.ForwardDivergence(tau)), Mean(m => m.Kappa(tau)), Mean(m => m.HeatCapacity(tau)),
            MeanParts(m => TwoLevelParts.Reverse(m, tau)), MeanParts(m => TwoLevelParts.Forward(m, tau)))),
    ];

    private TwoLevelAim Aim(
        Func<TwoLevelTempering, double, double> divergence,
        Func<TwoLevelTempering, double> slopeAtOne,
        Func<TwoLevelTempering, TemperatureOptimum> own,
        Func<TwoLevelTempering, double, TwoLevelParts> parts)
    {
        TemperatureOptimum[] optima = Array.ConvertAll(models, model => own(model));
        TemperatureOptimum common = Minimum(tau => Mean(m => divergence(m, tau)).Mean);
        ReplicateMean slope = Mean(slopeAtOne), gain = Mean(m => divergence(m, 1) - divergence(m, common.Tau));
        return new TwoLevelAim
        {
            Advice = Advice(slope, gain, common.Tau),
            SlopeAtOne = slope,
            AtOne = Mean(m => divergence(m, 1)),
            AtOwnOptimum = ReplicateMean.Of([.. optima.Select(optimum => optimum.Divergence)]),
            Taus = TauDistribution.Of(optima),
            Common = common,
            Gain = gain,
            PartsAtOne = MeanParts(m => parts(m, 1)),
            PartsAtCommon = MeanParts(m => parts(m, common.Tau)),
        };
    }

    private static TemperatureAdvice Advice(ReplicateMean slope, ReplicateMean gain, double common)
    {
        if (gain.Mean < TwoLevelExplanation.SmallestGain) return TemperatureAdvice.Leave;
        if (Math.Abs(slope.Mean) <= TwoLevelExplanation.Separation * slope.StandardError) return TemperatureAdvice.Undetermined;
        if (slope.Mean > 0 != common < 1) return TemperatureAdvice.Undetermined; // downhill from 1 is not where the lowest valley is
        return slope.Mean > 0 ? TemperatureAdvice.Lower : TemperatureAdvice.Raise;
    }

    /// <summary>The least value over the range: each valley of the grid is searched, for a mean of curves may have several.</summary>
    private TemperatureOptimum Minimum(Func<double, double> curve)
    {
        double[] values = Array.ConvertAll(taus, tau => curve(tau));
        List<TemperatureOptimum> minima = [];
        int last = taus.Length - 1;
        if (values[0] <= values[1]) minima.Add(new TemperatureOptimum(taus[0], values[0], OptimumPlace.LowerEdge, 1));
        if (values[last] < values[last - 1]) minima.Add(new TemperatureOptimum(taus[last], values[last], OptimumPlace.UpperEdge, 1));
        for (int k = 1; k < last; k++)
        {
            if (!(values[k] < values[k - 1] && values[k] <= values[k + 1])) continue;
            Minimum found = Brent.Minimize(log => curve(Math.Exp(log)), Math.Log(taus[k - 1]), Math.Log(taus[k + 1]), LogTauTolerance);
            minima.Add(new TemperatureOptimum(Math.Exp(found.X), found.Value, OptimumPlace.Inside, 1));
        }
        return minima.MinBy(minimum => minimum.Divergence)! with { Minima = minima.Count };
    }

    private TwoLevelParts MeanParts(Func<TwoLevelTempering, TwoLevelParts> parts)
    {
        TwoLevelParts[] all = Array.ConvertAll(models, model => parts(model));
        return new TwoLevelParts(all.Average(p => p.FoundLow), all.Average(p => p.MissedLow), all.Average(p => p.High), all.Average(p => p.FalselyLow));
    }
}

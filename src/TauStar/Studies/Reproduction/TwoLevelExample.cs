using TauStar.Numerics;

namespace TauStar.Studies.Reproduction;

/// <summary>The two-level worked example of figure 2, all that is drawn and written of it.</summary>
public sealed record TwoLevelExample
{
    /// <summary>The N states, the truly low ones first.</summary>
    public required IReadOnlyList<TwoLevelState> States { get; init; }

    /// <summary>n^_g.</summary>
    public required int GroundHat { get; init; }

    /// <summary>Delta^.</summary>
    public required double GapHat { get; init; }

    /// <summary>tau*.</summary>
    public required double TauStar { get; init; }

    /// <summary>tau'.</summary>
    public required double TauPrime { get; init; }

    /// <summary>D(q||p) at tau = 1.</summary>
    public required double ReverseAtOne { get; init; }

    /// <summary>D(q_tau||p) at tau*.</summary>
    public required double ReverseAtTauStar { get; init; }

    /// <summary>D(p||q) at tau = 1.</summary>
    public required double ForwardAtOne { get; init; }

    /// <summary>D(p||q_tau) at tau'.</summary>
    public required double ForwardAtTauPrime { get; init; }

    /// <summary>kappa(1).</summary>
    public required double KappaAtOne { get; init; }

    /// <summary>C(1).</summary>
    public required double HeatCapacityAtOne { get; init; }

    /// <summary>Divergences over tau, increasing: <see cref="ReproductionExamples.Taus"/>.</summary>
    public required IReadOnlyList<TwoLevelDivergences> Curve { get; init; }

    /// <summary>Everything that follows from a truth, its data and a fit, by sums over the states as in the definitions; T = 1.</summary>
    /// <param name="truth">E of the N states.</param>
    /// <param name="data">f of the N states.</param>
    /// <param name="fit">E^ of the N states; its lowest are those that it takes for low.</param>
    /// <param name="tauStar">tau*, from the fit's closed form.</param>
    /// <param name="tauPrime">tau', likewise.</param>
    public static TwoLevelExample Of(
        IReadOnlyList<double> truth, IReadOnlyList<double> data, IReadOnlyList<double> fit, double tauStar, double tauPrime)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fit);
        if (data.Count != truth.Count || fit.Count != truth.Count)
            throw new ArgumentException($"energies of {truth.Count} states, frequencies of {data.Count}, a fit of {fit.Count}", nameof(fit));
        double lowTruth = truth.Min(), lowFit = fit.Min();
        double[] p = Boltzmann(truth, 1), q = Boltzmann(fit, 1);
        DivergenceParts Parts(double[] a, double[] b)
        {
            double Sum(bool inTruth, bool inFit) => Enumerable.Range(0, a.Length)
                .Where(x => (truth[x] == lowTruth) == inTruth && (fit[x] == lowFit) == inFit && a[x] > 0)
                .Sum(x => a[x] * Math.Log(a[x] / b[x]));
            return new DivergenceParts(Sum(true, true), Sum(true, false), Sum(false, false), Sum(false, true));
        }
        double Covariance(IReadOnlyList<double> f, IReadOnlyList<double> g)
        {
            double meanF = q.Select((w, x) => w * f[x]).Sum(), meanG = q.Select((w, x) => w * g[x]).Sum();
            return q.Select((w, x) => w * (f[x] - meanF) * (g[x] - meanG)).Sum();
        }
        return new TwoLevelExample
        {
            States = [.. Enumerable.Range(0, truth.Count).Select(x => new TwoLevelState(x + 1, truth[x], fit[x], p[x], data[x], q[x]))],
            GroundHat = fit.Count(e => e == lowFit),
            GapHat = fit.Max() - lowFit,
            TauStar = tauStar,
            TauPrime = tauPrime,
            ReverseAtOne = Parts(q, p).Sum,
            ReverseAtTauStar = Parts(Boltzmann(fit, tauStar), p).Sum,
            ForwardAtOne = Parts(p, q).Sum,
            ForwardAtTauPrime = Parts(p, Boltzmann(fit, tauPrime)).Sum,
            KappaAtOne = Covariance(truth, fit),
            HeatCapacityAtOne = Covariance(fit, fit),
            Curve = [.. ReproductionExamples.Taus.Select(tau => new TwoLevelDivergences(tau, Parts(Boltzmann(fit, tau), p), Parts(p, Boltzmann(fit, tau))))],
        };
    }

    private static double[] Boltzmann(IReadOnlyList<double> energies, double tau)
    {
        double[] logP = [.. energies.Select(e => -e / tau)];
        LogSpace.Normalize(logP);
        return Array.ConvertAll(logP, Math.Exp);
    }
}

/// <summary>One state of the worked example.</summary>
/// <param name="State">Number, from 1.</param>
/// <param name="TruthEnergy">E: 0 or Delta.</param>
/// <param name="FitEnergy">E^: 0 or Delta^.</param>
/// <param name="Truth">p.</param>
/// <param name="Data">f, the fraction of the data in it.</param>
/// <param name="Fit">q at tau = 1.</param>
public sealed record TwoLevelState(int State, double TruthEnergy, double FitEnergy, double Truth, double Data, double Fit);

/// <summary>Both divergences at one tau, part by part; nats.</summary>
/// <param name="Tau">tau.</param>
/// <param name="Reverse">Parts of D(q_tau||p).</param>
/// <param name="Forward">Parts of D(p||q_tau).</param>
public sealed record TwoLevelDivergences(double Tau, DivergenceParts Reverse, DivergenceParts Forward);

/// <summary>A divergence in four parts; each may be negative.</summary>
/// <param name="FoundLow">States low in truth and fit.</param>
/// <param name="MissedLow">States low in the truth only.</param>
/// <param name="High">States high in truth and fit.</param>
/// <param name="FalselyLow">States low in the fit only.</param>
public readonly record struct DivergenceParts(double FoundLow, double MissedLow, double High, double FalselyLow)
{
    /// <summary>The divergence.</summary>
    public double Sum => FoundLow + MissedLow + High + FalselyLow;
}

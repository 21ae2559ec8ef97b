namespace TauStar.Numerics;

/// <summary>The known log Z at one inverse temperature, for instance L log q at 0: what fixes the constant of all others.</summary>
/// <param name="InverseTemperature">Where it is known; need not be a rung, but must lie within reach of the draws.</param>
/// <param name="LogZ">log Z there.</param>
public readonly record struct ReferenceLogZ(double InverseTemperature, double LogZ);

/// <summary>Moments of the energy at one inverse temperature.</summary>
/// <param name="LogZ">log Z(beta).</param>
/// <param name="MeanEnergy">&lt;E&gt;.</param>
/// <param name="EnergyVariance">&lt;E^2&gt; - &lt;E&gt;^2.</param>
/// <param name="EffectiveSamples">Kish's (sum w)^2 / sum w^2 of the draws' weights: says how far the draws reach this
/// temperature; knows nothing of autocorrelation.</param>
public readonly record struct ReweightedMoments(
    double LogZ, double MeanEnergy, double EnergyVariance, double EffectiveSamples);

/// <summary>
/// Multistate reweighting (MBAR; Shirts, Chodera, J. Chem. Phys. 129, 124105, 2008) for the one-parameter family
/// p_beta(x) ~ exp(-beta E(x)): from draws at K inverse temperatures, log Z and all energy moments at any beta between.
/// Derivation and use: docs/derivations/mbar.md.
/// </summary>
/// <remarks>Immutable once solved; queries cost O(N) and may run on several threads. Sums run in a fixed order.</remarks>
public sealed partial class EnergyReweighting
{
    /// <summary>Below this many draws in <see cref="WeakestLink"/>, log Z across the ladder is not to be relied on.</summary>
    public const double FewestLinkingDraws = 10;

    private readonly TemperedEnergies draws;
    private readonly double[] logMixture; // log sum_k N_k exp(f_k - beta_k (E_n - centre)), N of them
    private readonly double centre; // energies are measured from their mean inside, for precision
    private double shift; // what makes log Z right at the reference

    private EnergyReweighting(TemperedEnergies draws, double[] logMixture, double centre) =>
        (this.draws, this.logMixture, this.centre, LogZs) = (draws, logMixture, centre, []);

    /// <summary>log Z at the K inverse temperatures, in their order; hand it on as the warm start of a replicate.</summary>
    public IReadOnlyList<double> LogZs { get; private set; }

    /// <summary>True when the equations were solved to 1e-10 relative; if not, nothing here is to be relied on.</summary>
    public bool Converged { get; private init; }

    /// <summary>Newton steps that were tried.</summary>
    public int Iterations { get; private init; }

    /// <summary>
    /// The number of draws that hold the ladder together where it is weakest: the smallest, over the gaps between
    /// neighbouring temperatures, of sum_n p_n (1 - p_n), p_n the chance that draw n came from the colder side.
    /// 1/sqrt of it is the standard error of the log Z ratio across that gap for independent draws. +infinity for one rung;
    /// without meaning where not <see cref="Converged"/>.
    /// </summary>
    public double WeakestLink { get; private init; }

    /// <summary>Solves the MBAR equations exactly (no binning of energies).</summary>
    /// <param name="draws">Energies and where they were drawn. Temperatures without draws are allowed and answered.</param>
    /// <param name="reference">Where log Z is known.</param>
    /// <param name="warmStart">log Z at the K inverse temperatures, up to a constant, from a similar problem; null: the
    /// trapezoid rule on d log Z / d beta = -&lt;E&gt;.</param>
    /// <returns>The solution; look at <see cref="Converged"/> and <see cref="WeakestLink"/>.</returns>
    /// <exception cref="ArgumentException">Lengths that do not fit, no draws, or numbers that are not finite.</exception>
    /// <remarks>Cost O(N K^2) a step, some 3 to 5 steps cold and 2 warm.</remarks>
    public static EnergyReweighting Solve(
        TemperedEnergies draws, ReferenceLogZ reference, IReadOnlyList<double>? warmStart = null)
    {
        ArgumentNullException.ThrowIfNull(draws);
        draws.Check();
        if (!double.IsFinite(reference.InverseTemperature) || !double.IsFinite(reference.LogZ))
            throw new ArgumentException($"{reference} is not finite", nameof(reference));
        if (warmStart is not null && warmStart.Count != draws.InverseTemperatures.Length)
        {
            throw new ArgumentException(
                $"{warmStart.Count} starting values for {draws.InverseTemperatures.Length} temperatures", nameof(warmStart));
        }
        Solver solver = new(draws, warmStart);
        bool converged = solver.Run();
        EnergyReweighting solved = new(draws, solver.LogMixture, solver.Centre)
        {
            Converged = converged,
            Iterations = solver.Iterations,
            WeakestLink = solver.WeakestLink(),
        };
        solved.shift = reference.LogZ - solved.LogZ(reference.InverseTemperature);
        solved.LogZs = [.. draws.InverseTemperatures.Select((b, k) =>
            solver.LogZ(k) is double known ? known - b * solved.centre + solved.shift : solved.LogZ(b))];
        return solved;
    }

    /// <summary>log Z(beta).</summary>
    public double LogZ(double inverseTemperature) => At(inverseTemperature).LogZ;

    /// <summary>&lt;E&gt; at beta.</summary>
    public double MeanEnergy(double inverseTemperature) => At(inverseTemperature).MeanEnergy;

    /// <summary>Var(E) at beta; the heat capacity is beta^2 times it.</summary>
    public double EnergyVariance(double inverseTemperature) => At(inverseTemperature).EnergyVariance;

    /// <summary>Kish's effective number of draws at beta; see <see cref="ReweightedMoments"/>.</summary>
    public double EffectiveSamples(double inverseTemperature) => At(inverseTemperature).EffectiveSamples;

    /// <summary>All moments at one beta, in one go: O(N).</summary>
    public ReweightedMoments At(double inverseTemperature)
    {
        double max = double.NegativeInfinity;
        for (int n = 0; n < logMixture.Length; n++)
        {
            if (Multiplicity(n) > 0) max = Math.Max(max, LogRatio(n, inverseTemperature));
        }
        double sum = 0, squares = 0, first = 0, second = 0;
        for (int n = 0; n < logMixture.Length; n++)
        {
            double m = Multiplicity(n);
            if (m == 0) continue;
            double ratio = Math.Exp(LogRatio(n, inverseTemperature) - max), weight = m * ratio;
            double energy = draws.Energies[n] - centre;
            sum += weight;
            squares += weight * ratio;
            first += weight * energy;
            second += weight * energy * energy;
        }
        double mean = first / sum;
        double variance = Math.Max(second / sum - mean * mean, 0);
        double logZ = max + Math.Log(sum) - inverseTemperature * centre + shift;
        return new ReweightedMoments(logZ, mean + centre, variance, sum * sum / squares);
    }

    /// <summary>Fills the logarithm of each draw's normalised weight at beta (they sum to 1); -infinity where it counts 0 times.</summary>
    /// <param name="inverseTemperature">beta.</param>
    /// <param name="destination">N values in the order of the draws.</param>
    public void LogWeights(double inverseTemperature, Span<double> destination)
    {
        if (destination.Length != logMixture.Length)
            throw new ArgumentException($"room for {destination.Length} of {logMixture.Length} weights", nameof(destination));
        for (int n = 0; n < destination.Length; n++)
            destination[n] = Math.Log(Multiplicity(n)) + LogRatio(n, inverseTemperature);
        LogSpace.Normalize(destination);
    }

    /// <summary>Mean at beta of any quantity that was kept with the draws (N values in their order).</summary>
    public double Mean(double inverseTemperature, ReadOnlySpan<double> values)
    {
        double[] logWeights = new double[logMixture.Length];
        LogWeights(inverseTemperature, logWeights);
        return LogSpace.Mean(logWeights, values);
    }

    /// <summary>Covariance at beta of two quantities that were kept with the draws (N values each).</summary>
    public double Covariance(double inverseTemperature, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} values against {second.Length}", nameof(second));
        double[] logWeights = new double[logMixture.Length], products = new double[first.Length];
        LogWeights(inverseTemperature, logWeights);
        double meanFirst = LogSpace.Mean(logWeights, first), meanSecond = LogSpace.Mean(logWeights, second);
        for (int n = 0; n < products.Length; n++) products[n] = (first[n] - meanFirst) * (second[n] - meanSecond);
        return LogSpace.Mean(logWeights, products);
    }

    private double Multiplicity(int n) => draws.Multiplicities?[n] ?? 1;

    private double LogRatio(int n, double inverseTemperature) =>
        -inverseTemperature * (draws.Energies[n] - centre) - logMixture[n];
}

using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tempering;

/// <summary>
/// tau* of a model too large to list, from data alone (theory: section 7): the posterior mean of the truth by <see cref="CouplingThermostat"/>, and what it says of
/// the user's model by <see cref="FidelityOptimum"/>. Ends when the thermostat reads 1 and both halves of the steps give the same tau*, not after a fixed
/// number of steps.
/// </summary>
public sealed class TauStarPosterior
{
    /// <summary>How far from 1 the thermostat may read.</summary>
    public const double ReadingTolerance = 0.02;

    /// <summary>How far apart log tau* of the halves may be...</summary>
    public const double DriftTolerance = 0.02;

    /// <summary>...unless sampling where the one half would, in the other's eyes, costs less than this, in nats: where curves are flat, tau* is not well placed and need not be.</summary>
    public const double HarmlessLoss = 0.25 * SmallestGain;

    /// <summary>...or less than this share of what tau* gains.</summary>
    public const double HarmlessShare = 0.02;

    private const double SmallestGain = 0.01; // theory: section 6
    private const int Draws = 100, MostExtensions = 3;

    // A standard error of the shift from the penalised fit to the posterior mean, as a share of it: the shift rests on the prior, and no prior is right
    // (docs/derivations/posterior-mean-large.md).
    private const double DoubtOfShift = 0.3;

    private readonly CouplingThermostat thermostat;
    private readonly FidelityOptimum fidelity;
    private readonly List<PosteriorDraw> draws = [];
    private readonly PottsModel start;
    private readonly int sites;
    private int extensions;

    private sealed record PosteriorDraw(int Step, ReverseCurve Curve, byte[] Rows);

    /// <summary>Ready to step.</summary>
    /// <param name="thermostat">The dynamics.</param>
    /// <param name="fidelity">The user's model over temperature.</param>
    /// <param name="start">Where the dynamics started: the penalised fit.</param>
    public TauStarPosterior(CouplingThermostat thermostat, FidelityOptimum fidelity, PottsModel start)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(thermostat);
        ArgumentNullException.ThrowIfNull(fidelity);
        (this.thermostat, this.fidelity, this.start, sites) = (thermostat, fidelity, start, thermostat.Model.Sites);
    }

    /// <summary>The couplings' dynamics.</summary>
    public CouplingThermostat Thermostat => thermostat;

    /// <summary>What ended it; null while it goes on.</summary>
    public PosteriorCheck? Check { get; private set; }

    /// <summary>True when no step is left to do.</summary>
    public bool Finished => Check is not null;

    /// <summary>Share done, as far as that is known: extensions take half of what was left. Never falls.</summary>
    public double Progress
    {
        get
        {
            const double FirstShare = 0.6;
            double before = extensions == 0 ? 0 : 1 - (1 - FirstShare) * Math.Pow(2, 1 - extensions), after = 1 - (1 - FirstShare) * Math.Pow(2, -extensions);
            int begin = extensions == 0 ? 0 : thermostat.Horizon / 2;
            return Finished ? 1 : before + (after - before) * (thermostat.Steps - begin) / (thermostat.Horizon - begin);
        }
    }

    /// <summary>One step; at the horizon, a look at thermostat and halves.</summary>
    public void Step()
    {
        if (Finished) return;
        thermostat.Step();
        if (thermostat.Steps > thermostat.First && thermostat.Steps % Spacing == 0)
            draws.Add(new PosteriorDraw(thermostat.Steps, fidelity.Curve(thermostat.Model), thermostat.Configurations(RowsKept)));
        if (thermostat.Steps < thermostat.Horizon) return;
        PosteriorCheck check = Inspect();
        if (check.IsGood || extensions == MostExtensions)
        {
            Check = check;
            return;
        }
        extensions++;
        thermostat.Extend();
        draws.RemoveAll(d => d.Step <= thermostat.First || d.Step % Spacing != 0);
    }

    /// <summary>theta_1: the posterior mean of the truth, in no particular gauge.</summary>
    public PottsModel Truth => thermostat.Mean();

    /// <summary>tau* with its interval: the posterior's scatter, a share of the shift from the penalised fit, finite sampling of the model, and what the halves differ by.</summary>
    /// <param name="name">Of the estimator.</param>
    public TemperatureEstimate TauStar(string name)
    {
        PottsModel truth = Truth;
        ReverseCurve curve = fidelity.Curve(truth);
        TemperatureOptimum optimum = curve.Optimum();
        ReverseCurve[] without = [.. fidelity.Without(truth)];
        double sampling = Jackknife.StandardError([.. without.Select(c => Math.Log(c.Optimum().Tau))]);
        double drift = Check is PosteriorCheck check ? Math.Log(check.LaterTau / check.EarlierTau) / 2 : 0;
        ReverseCurve penalised = fidelity.Curve(start);
        double shift = DoubtOfShift * Math.Log(optimum.Tau / penalised.Optimum().Tau), more = Estimate.NinetyPercent * double.Hypot(shift, double.Hypot(sampling, drift));
        double[] logs = [.. draws.Select(d => Math.Log(d.Curve.Optimum().Tau)).Order()];
        double place = Math.Log(optimum.Tau);
        double Within(double t) => Math.Clamp(t, fidelity.Range.Lowest, fidelity.Range.Highest); // the exponential of a logarithm is not the number
        Estimate tau = new(Within(optimum.Tau),
            Within(Math.Exp(place - double.Hypot(Widening * Math.Max(0, place - logs[(int)(0.05 * logs.Length)]), more))),
            Within(Math.Exp(place + double.Hypot(Widening * Math.Max(0, logs[(int)(0.95 * logs.Length)] - place), more))));
        if (optimum.Place != OptimumPlace.Inside)
            tau = tau.Doubt(EstimateStatus.OutOfRange, "the predicted divergence still falls at the edge of the temperatures searched");
        Estimate change = Change(c => c.At(tau.Value), curve, penalised, without);
        return new TemperatureEstimate(name, TuningGoal.Fidelity, tau, new Estimate(-change.Value, -change.High, -change.Low));
    }

    /// <summary>D(q_tau||p) - D(q_from||p) under the posterior, nats, with its 90 % interval, at each of some temperatures.</summary>
    public IReadOnlyList<Estimate> Changes(IReadOnlyList<double> taus, double from = 1)
    {
        PottsModel truth = Truth;
        ReverseCurve curve = fidelity.Curve(truth), penalised = fidelity.Curve(start);
        ReverseCurve[] without = [.. fidelity.Without(truth)];
        return [.. taus.Select(tau => Change(c => c.At(tau) - c.At(from), curve, penalised, without))];
    }

    /// <summary>&lt;E^&gt;_p - &lt;E^&gt;_data for the user's model, by the posterior: what tau' is solved from, without refits.</summary>
    /// <param name="model">The user's model.</param>
    public double MeanEnergyShift(PottsModel model) => thermostat.MeanEnergyShift(model, Truth);

    /// <summary>
    /// Data sets as the posterior predicts them, M sequences each: what the chains were while the parameters moved. They are what the data must look like if the truth
    /// is of the family.
    /// </summary>
    /// <returns>M x L states each, row-major.</returns>
    public IReadOnlyList<byte[]> Predicted()
    {
        int wanted = Math.Max(1, (int)Math.Round(thermostat.Samples)), each = (wanted + RowsKept - 1) / RowsKept; // draws that make up a set
        return [.. draws.Chunk(each).Where(chunk => chunk.Length == each)
            .Select(chunk => chunk.SelectMany(d => d.Rows).Take(wanted * sites).ToArray())];
    }

    /// <summary>Writes all that the next step depends on.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(extensions);
        thermostat.Save(writer);
        writer.Write(draws.Count);
        foreach (PosteriorDraw draw in draws)
        {
            writer.Write(draw.Step);
            draw.Curve.Save(writer);
            writer.WriteArray<byte>(draw.Rows);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote, into one made from the same arguments.</summary>
    /// <exception cref="InvalidDataException">The saved state is of another size or cut short.</exception>
    public void Load(BinaryReader reader) => reader.ReadState(LoadParts);

    private void LoadParts(BinaryReader reader)
    {
        extensions = reader.ReadInt32();
        thermostat.Load(reader);
        draws.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            int step = reader.ReadInt32();
            ReverseCurve curve = fidelity.ReadCurve(reader);
            byte[] rows = new byte[RowsKept * sites];
            reader.ReadArray<byte>(rows);
            draws.Add(new PosteriorDraw(step, curve, rows));
        }
        if (thermostat.Steps >= thermostat.Horizon) Check = Inspect();
    }

    private int RowsKept => Math.Min(thermostat.Chains, Math.Max(1, (int)Math.Round(thermostat.Samples)));

    private int Spacing => Math.Max(1, (thermostat.Horizon - thermostat.First) / Draws);

    // The prior, not the data, decides most of the parameters, and no prior is right: as in the listed engine (docs/derivations/posterior-mean.md).
    private double Widening => 2 - thermostat.DeterminedShare;

    private Estimate Change(Func<ReverseCurve, double> change, ReverseCurve curve, ReverseCurve penalised, ReverseCurve[] without)
    {
        double[] changes = [.. draws.Select(d => change(d.Curve))];
        double mean = changes.Average(), scatter = Math.Sqrt(changes.Sum(c => (c - mean) * (c - mean)) / Math.Max(1, changes.Length - 1));
        double sampling = Jackknife.StandardError([.. without.Select(change)]);
        double shift = DoubtOfShift * (change(curve) - change(penalised));
        return Estimate.FromStandardError(change(curve), double.Hypot(shift, double.Hypot(Widening * scatter, sampling)));
    }

    private PosteriorCheck Inspect()
    {
        ReverseCurve earlier = fidelity.Curve(thermostat.Mean(PosteriorHalf.Earlier)), later = fidelity.Curve(thermostat.Mean(PosteriorHalf.Later));
        TemperatureOptimum a = earlier.Optimum(), b = later.Optimum();
        return new PosteriorCheck(thermostat.Steps, thermostat.Reading, a.Tau, b.Tau, Math.Max(earlier.At(b.Tau) - a.Divergence, later.At(a.Tau) - b.Divergence),
            -(a.Divergence + b.Divergence) / 2);
    }
}

/// <summary>Whether a posterior's dynamics did its work.</summary>
/// <param name="Steps">Steps made.</param>
/// <param name="Reading">Of the thermostat: 1 at the posterior's own temperature.</param>
/// <param name="EarlierTau">tau* by the earlier half of the steps.</param>
/// <param name="LaterTau">tau* by the later half.</param>
/// <param name="Loss">The most that sampling at the other half's tau* costs in the eyes of a half, nats.</param>
/// <param name="Gain">What tau* is predicted to gain, the mean of both halves, nats.</param>
public sealed record PosteriorCheck(int Steps, double Reading, double EarlierTau, double LaterTau, double Loss, double Gain)
{
    /// <summary>|log tau*| between the halves.</summary>
    public double Drift => Math.Abs(Math.Log(LaterTau / EarlierTau));

    /// <summary>True where thermostat and halves agree.</summary>
    public bool IsGood => Math.Abs(Reading - 1) <= TauStarPosterior.ReadingTolerance
        && (Drift <= TauStarPosterior.DriftTolerance || Loss <= Math.Max(TauStarPosterior.HarmlessLoss, TauStarPosterior.HarmlessShare * Gain));
}

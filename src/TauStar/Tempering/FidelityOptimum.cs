using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Tempering;

/// <summary>
/// tau* of a model too large to list, under any truth whose energies are known (theory: section 7): from the configurations that one replica-exchange run kept,
/// reweighted to every temperature. D(q_tau||p) = &lt;E_p&gt;_tau - S(tau) + const is linear in the truth's energies, and its slope in log tau
/// is [Cov_tau(E_p, E^) - Var_tau(E^)/tau]/tau.
/// </summary>
/// <remarks>Weights are MBAR's, so value and slope belong together exactly. Memory 16 G N bytes, G temperatures and N configurations.</remarks>
public sealed class FidelityOptimum
{
    private const int GridPoints = 121, MostConfigurations = 30_000;

    private readonly byte[] rows;          // N x L
    private readonly int sites;
    private readonly double[] energies;    // N, of the model
    private readonly double[] logTau;
    private readonly Table all;
    private readonly TemperedEnergies pooled;
    private readonly int[] groups;
    private readonly EnergyReweighting solved;

    /// <summary>Weights and responses over the grid: G x N each, with what the model's entropy adds.</summary>
    private sealed record Table(double[][] Weights, double[][] Responses, double[] Entropy, double[] Capacity);

    /// <summary>Takes the configurations of a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">Its model.</param>
    /// <param name="range">Where to look for tau; the run's rungs must reach beyond it.</param>
    public FidelityOptimum(ReplicaExchange run, PottsModel model, TemperatureRange range)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(model);
        (sites, Range) = (model.Sites, range);
        logTau = [.. Enumerable.Range(0, GridPoints).Select(n => Math.Log(range.Lowest) + n * Math.Log(range.Highest / range.Lowest) / (GridPoints - 1))];
        // Hotter than one rung beyond the range there is nothing to be learned.
        int rungs = Math.Min(run.Rungs, 1 + Enumerable.Range(0, run.Rungs).First(k => run.Betas[k] * range.Highest <= 1));
        double[] betas = [.. run.Betas.Take(rungs)];
        byte[][] kept = [.. Enumerable.Range(0, rungs).Select(run.Snapshots)];
        int systems = run.Options.Systems, snapshots = kept[0].Length / sites / systems;
        int thin = Math.Max(1, (int)Math.Ceiling((double)snapshots * systems * rungs / MostConfigurations)), taken = Math.Max(1, snapshots / thin);
        rows = new byte[rungs * taken * systems * sites];
        int[] rungOf = new int[rungs * taken * systems];
        groups = new int[rungOf.Length];
        int groupCount = Math.Min(TemperedCurve.Groups, systems / 2);
        for (int k = 0, n = 0; k < rungs; k++)
        {
            for (int t = 0; t < taken; t++)
            {
                for (int s = 0; s < systems; s++, n++)
                {
                    kept[k].AsSpan(((snapshots - 1 - t * thin) * systems + s) * sites, sites).CopyTo(rows.AsSpan(n * sites));
                    (rungOf[n], groups[n]) = (k, s / 2 % groupCount);
                }
            }
        }
        energies = Energies(model);
        pooled = new TemperedEnergies(betas, energies, rungOf);
        solved = EnergyReweighting.Solve(pooled, new ReferenceLogZ(1, 0));
        all = Tabulate(solved);
    }

    /// <summary>Where tau is looked for.</summary>
    public TemperatureRange Range { get; }

    /// <summary>Jackknife groups of independent systems.</summary>
    public int Groups => groups.Max() + 1;

    /// <summary>What a truth says.</summary>
    public ReverseCurve Curve(PottsModel truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return Curve(all, Energies(truth));
    }

    /// <summary>The same without each group of systems in turn: the error of finite sampling.</summary>
    public IReadOnlyList<ReverseCurve> Without(PottsModel truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        double[] values = Energies(truth);
        ReverseCurve[] curves = new ReverseCurve[Groups];
        for (int g = 0; g < curves.Length; g++) // a table is large: one at a time
            curves[g] = Curve(Tabulate(EnergyReweighting.Solve(pooled.Without(groups, g), new ReferenceLogZ(1, 0), solved.LogZs)), values);
        return curves;
    }

    internal ReverseCurve ReadCurve(BinaryReader reader) => ReverseCurve.Read(reader, logTau);

    private double[] Energies(PottsModel model)
    {
        double[] values = new double[rows.Length / sites];
        Cores.For((values.Length + 255) / 256, part =>
        {
            for (int n = part * 256; n < Math.Min(values.Length, part * 256 + 256); n++) values[n] = model.Energy(rows.AsSpan(n * sites, sites));
        });
        return values;
    }

    private Table Tabulate(EnergyReweighting reweighting)
    {
        double[][] weights = new double[GridPoints][], responses = new double[GridPoints][];
        double[] entropy = new double[GridPoints], capacity = new double[GridPoints];
        Cores.For(GridPoints, g =>
        {
            double tau = Math.Exp(logTau[g]);
            ReweightedMoments moments = reweighting.At(1 / tau);
            double[] w = new double[energies.Length], r = new double[energies.Length];
            reweighting.LogWeights(1 / tau, w);
            for (int n = 0; n < w.Length; n++)
            {
                w[n] = Math.Exp(w[n]);
                r[n] = w[n] * (energies[n] - moments.MeanEnergy) / tau;
            }
            (weights[g], responses[g]) = (w, r);
            entropy[g] = moments.LogZ + moments.MeanEnergy / tau;
            capacity[g] = moments.EnergyVariance / (tau * tau);
        });
        return new Table(weights, responses, entropy, capacity);
    }

    private ReverseCurve Curve(Table table, double[] values)
    {
        double[] divergence = new double[GridPoints], slope = new double[GridPoints];
        // From their mean, for precision: a constant in the truth's energies changes nothing.
        double centre = values.Average();
        double[] centred = [.. values.Select(v => v - centre)];
        Cores.For(GridPoints, g =>
        {
            divergence[g] = VectorMath.Dot(table.Weights[g], centred) - table.Entropy[g];
            slope[g] = VectorMath.Dot(table.Responses[g], centred) - table.Capacity[g];
        });
        ReverseCurve raw = new(logTau, divergence, slope);
        double atOne = raw.At(1);
        return new ReverseCurve(logTau, [.. divergence.Select(d => d - atOne)], slope);
    }
}

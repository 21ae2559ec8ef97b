using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>
/// A landscape at a temperature, exactly: p(x) = exp(-E(x)/tau) / Z over all configurations of a space, listed one by one.
/// Energies in k_B T with k_B = 1, entropies and divergences in nats.
/// </summary>
/// <remarks>The plain version and the oracle of all others: every number here is a sum over all states, as in its
/// definition. Memory 16 bytes a configuration. In a folded space probabilities are those of the pair {s, -s}; log Z and
/// entropy count both.</remarks>
public sealed class EnumeratedDistribution
{
    private const int Piece = 4096; // configurations of a thread at a time

    private readonly double[] energies;
    private readonly Lazy<Normalised> normalised; // a landscape that only lends its energies to other temperatures needs none

    private sealed record Normalised(double[] LogP, double LogZ, double MeanEnergy, double Entropy);

    private EnumeratedDistribution(ConfigurationSpace space, double[] energies, double temperature)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is above 0 and finite");
        (Space, Temperature, this.energies) = (space, temperature, energies);
        normalised = new Lazy<Normalised>(Normalise);
    }

    private Normalised Normalise()
    {
        double[] logP = Array.ConvertAll(energies, e => -e / Temperature);
        double each = Math.Log(Space.Multiplicity), logZ = LogSpace.Normalize(logP) + each;
        return new Normalised(logP, logZ, LogSpace.Mean(logP, energies), LogSpace.Entropy(logP) + each);
    }

    private double[] LogP => normalised.Value.LogP;

    /// <summary>A pairwise model at a temperature. Cost O(N L^2).</summary>
    /// <param name="model">The model; not kept.</param>
    /// <param name="temperature">tau, above 0; 1 is the model as it is.</param>
    /// <exception cref="InputException">q^L is above <see cref="ConfigurationSpace.MostConfigurations"/>.</exception>
    public static EnumeratedDistribution Create(PottsModel model, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Create(model.Alphabet, model.Sites, model.Energy, temperature);
    }

    /// <summary>Any energy function at a temperature.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="sites">L.</param>
    /// <param name="energy">E of one configuration of L states; called from several threads. +infinity forbids a state.</param>
    /// <param name="temperature">tau, above 0.</param>
    /// <exception cref="InputException">q^L is above <see cref="ConfigurationSpace.MostConfigurations"/>.</exception>
    /// <exception cref="ArgumentException">An energy is NaN or -infinity, or all are +infinity.</exception>
    public static EnumeratedDistribution Create(
        Alphabet alphabet, int sites, Func<ReadOnlySpan<byte>, double> energy, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(energy);
        return Create(new ConfigurationSpace(alphabet, sites), energy, temperature);
    }

    /// <summary>Any energy function over a space at a temperature.</summary>
    /// <param name="space">The configurations; folded only if E(s) = E(-s).</param>
    /// <param name="energy">E of one configuration of L states; called from several threads. +infinity forbids a state.</param>
    /// <param name="temperature">tau, above 0.</param>
    /// <exception cref="ArgumentException">An energy is NaN or -infinity, or all are +infinity.</exception>
    public static EnumeratedDistribution Create(ConfigurationSpace space, Func<ReadOnlySpan<byte>, double> energy, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(energy);
        double[] energies = new double[space.Count];
        Cores.For((energies.Length + Piece - 1) / Piece, p =>
        {
            byte[] row = new byte[space.Sites];
            for (int index = p * Piece; index < Math.Min((p + 1) * Piece, energies.Length); index++)
            {
                space.Fill(index, row);
                energies[index] = energy(row);
            }
        });
        return Create(space, energies, temperature);
    }

    /// <summary>From a table of energies.</summary>
    /// <param name="alphabet">The q states.</param>
    /// <param name="sites">L.</param>
    /// <param name="energies">E of all q^L configurations in the order of <see cref="Index"/>; shared, not copied.</param>
    /// <param name="temperature">tau, above 0.</param>
    public static EnumeratedDistribution Create(Alphabet alphabet, int sites, double[] energies, double temperature = 1) =>
        Create(new ConfigurationSpace(alphabet, sites), energies, temperature);

    /// <summary>From a table of energies over a space.</summary>
    /// <param name="space">The configurations.</param>
    /// <param name="energies">E of each in the order of the space; shared, not copied.</param>
    /// <param name="temperature">tau, above 0.</param>
    public static EnumeratedDistribution Create(ConfigurationSpace space, double[] energies, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(energies);
        if (energies.Length != space.Count)
            throw new ArgumentException($"{energies.Length} energies for {space.Count} configurations", nameof(energies));
        bool finite = false;
        foreach (double e in energies)
        {
            if (double.IsNaN(e) || double.IsNegativeInfinity(e)) throw new ArgumentException($"an energy is {e}", nameof(energies));
            finite |= double.IsFinite(e);
        }
        if (!finite) throw new ArgumentException("every energy is infinite", nameof(energies));
        return new EnumeratedDistribution(space, energies, temperature);
    }

    /// <summary>The same landscape at another temperature; shares the energies.</summary>
    public EnumeratedDistribution At(double temperature) => new(Space, energies, temperature);

    /// <summary>The configurations.</summary>
    public ConfigurationSpace Space { get; }

    /// <summary>The q states of a site.</summary>
    public Alphabet Alphabet => Space.Alphabet;

    /// <summary>L.</summary>
    public int Sites => Space.Sites;

    /// <summary>tau.</summary>
    public double Temperature { get; }

    /// <summary>N: configurations in the list.</summary>
    public int Configurations => energies.Length;

    /// <summary>E of all N configurations in the order of <see cref="Index"/>; not divided by tau.</summary>
    public ReadOnlySpan<double> Energies => energies;

    /// <summary>log p of all N configurations in the order of <see cref="Index"/>.</summary>
    public ReadOnlySpan<double> LogProbabilities => LogP;

    /// <summary>log sum_x exp(-E(x)/tau).</summary>
    public double LogZ => normalised.Value.LogZ;

    /// <summary>&lt;E&gt;.</summary>
    public double MeanEnergy => normalised.Value.MeanEnergy;

    /// <summary>C = Var(E)/tau^2 = d&lt;E&gt;/dtau (arXiv:2512.09152).</summary>
    public double HeatCapacity => Covariance(energies, energies) / (Temperature * Temperature);

    /// <summary>-sum p log p in nats; = log Z + &lt;E&gt;/tau.</summary>
    public double Entropy => normalised.Value.Entropy;

    /// <summary>Number of a configuration in the list (<see cref="ConfigurationSpace.IndexOf"/>).</summary>
    public int Index(ReadOnlySpan<byte> row) => Space.IndexOf(row);

    /// <summary>The L states of the configuration of that number; inverse of <see cref="Index"/>.</summary>
    public byte[] Configuration(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Configurations);
        byte[] row = new byte[Sites];
        Space.Fill(index, row);
        return row;
    }

    /// <summary>sum_x p(x) f(x).</summary>
    /// <param name="values">f of all N configurations.</param>
    public double Mean(ReadOnlySpan<double> values) => LogSpace.Mean(LogP, values);

    /// <summary>Covariance under p of two functions given at all N configurations; states with p = 0 add nothing.</summary>
    public double Covariance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double meanFirst = Mean(first), meanSecond = Mean(second), sum = 0;
        double[] logP = LogP;
        for (int n = 0; n < logP.Length; n++)
        {
            double p = Math.Exp(logP[n]);
            if (p > 0) sum += p * (first[n] - meanFirst) * (second[n] - meanSecond);
        }
        return sum;
    }

    /// <summary>p(a_i = a): L x q, at <c>i * q + a</c>.</summary>
    public double[] OneSiteMarginals()
    {
        double[] marginals = new double[Sites * Alphabet.Size];
        byte[] row = new byte[Sites];
        for (int n = 0; n < LogP.Length; n++)
        {
            double p = Math.Exp(LogP[n]);
            Space.Fill(n, row);
            for (int i = 0; i < Sites; i++)
            {
                if (Space.Folded) marginals[2 * i] = marginals[2 * i + 1] = 0.5;
                else marginals[i * Alphabet.Size + row[i]] += p;
            }
        }
        return marginals;
    }

    /// <summary>p(a_i = a, a_j = b), i &lt; j: L(L-1)/2 blocks of q x q in the order of <see cref="PottsModel.Couplings"/>.</summary>
    public double[] TwoSiteMarginals()
    {
        int q = Alphabet.Size;
        double[] marginals = new double[SitePairs.Count(Sites) * q * q];
        byte[] row = new byte[Sites];
        for (int n = 0; n < LogP.Length; n++)
        {
            double p = Math.Exp(LogP[n]);
            Space.Fill(n, row);
            int block = 0;
            for (int i = 0; i < Sites; i++)
            {
                for (int j = i + 1; j < Sites; j++, block += q * q)
                {
                    // Folded, the pair and its flip have one half each.
                    marginals[block + row[i] * q + row[j]] += p / Space.Multiplicity;
                    if (Space.Folded) marginals[block + 3 - row[i] * 2 - row[j]] += p / 2;
                }
            }
        }
        return marginals;
    }

    /// <summary>D(truth||model) in nats: what of the truth the model does not cover. Its minimiser over tau is tau'.</summary>
    public static double ForwardDivergence(EnumeratedDistribution truth, EnumeratedDistribution model)
    {
        Compare(truth, model);
        return LogSpace.Divergence(truth.LogP, model.LogP);
    }

    /// <summary>D(model||truth) in nats: how unreal what the model generates is. Its minimiser over tau is tau*.</summary>
    public static double ReverseDivergence(EnumeratedDistribution truth, EnumeratedDistribution model)
    {
        Compare(truth, model);
        return LogSpace.Divergence(model.LogP, truth.LogP);
    }

    /// <summary>
    /// kappa = Cov_model(E_truth/T, E_model)/tau (arXiv:2512.09152). With C the model's heat capacity,
    /// d/dtau D(model||truth) = (kappa - C)/tau.
    /// </summary>
    public static double Kappa(EnumeratedDistribution truth, EnumeratedDistribution model)
    {
        Compare(truth, model);
        return model.Covariance(truth.energies, model.energies) / (truth.Temperature * model.Temperature);
    }

    private static void Compare(EnumeratedDistribution truth, EnumeratedDistribution model)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(model);
        if (truth.Sites != model.Sites || truth.Alphabet.Size != model.Alphabet.Size || truth.Space.Folded != model.Space.Folded)
        {
            throw new ArgumentException(
                $"truth of {truth.Sites} sites with {truth.Alphabet.Size} states, model of {model.Sites} with {model.Alphabet.Size}",
                nameof(model));
        }
    }
}

using BenchmarkDotNet.Attributes;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Benchmarks;

/// <summary>
/// What does one Gibbs update (one site of one chain, all q states) cost at protein size, beside the plain form? L = 96, q = 21, 2,000 chains, one thread; times
/// are per update.
/// </summary>
public class GibbsUpdates
{
    private const int Sites = 96, Chains = 2000, Sweeps = 2, Updates = Sites * Chains * Sweeps;
    private const int PlainChains = 20, PlainUpdates = Sites * PlainChains;

    private readonly RandomStream stream = RandomStream.FromSeed(1);
    private PottsKernel kernel = null!;
    private ChainSet chains = null!;
    private float[] fields = null!, uniforms = null!;
    private long sweep;

    [GlobalSetup]
    public void Prepare()
    {
        PottsModel model = new(Alphabet.Protein, Sites);
        RandomSource random = stream.Child("model").Open();
        foreach (ref float h in model.Fields.AsSpan()) h = (float)random.NextNormal();
        foreach (ref float j in model.Couplings.AsSpan()) j = (float)(0.05 * random.NextNormal());
        kernel = new PottsKernel(model);
        chains = new ChainSet(Chains, Sites, model.States);
        chains.Randomize(stream.Child("start"), 0, Chains);
        chains.Recompute(model);
        fields = new float[kernel.Width];
        uniforms = [.. Enumerable.Range(0, PlainUpdates).Select(_ => (float)random.NextDouble())];
        Vector();
        for (int c = 0; c < 3; c++)
        {
            double exact = model.Energy(chains.Row(c));
            if (Math.Abs(exact - chains.Energies[c]) > 1e-3) throw new InvalidOperationException($"energy {chains.Energies[c]}, exact {exact}");
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = PlainUpdates, Description = "plain: fields, exponentials, choice one by one")]
    public void Plain()
    {
        int n = 0;
        for (int i = 0; i < Sites; i++)
        {
            for (int c = 0; c < PlainChains; c++)
            {
                GibbsSampler.FieldsPlain(kernel, chains.Row(c), i, fields);
                chains.Row(c)[i] = (byte)GibbsSampler.Choose(fields.AsSpan(0, kernel.States), 1, uniforms[n++]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Updates, Description = "vector sweep, randoms and energies included")]
    public void Vector()
    {
        GibbsSampler.Sweep(kernel, chains, stream, sweep, new SweepPlan(Sweeps, Threads: 1));
        sweep += Sweeps;
    }
}

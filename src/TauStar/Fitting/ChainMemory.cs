using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// Do persistent chains forget? Keeps a picture of the chains from about half the elapsed updates ago and compares: the mean
/// identity of each chain with its own past, less that of different chains. 0: forgotten; near 1 minus that: frozen.
/// </summary>
internal sealed class ChainMemory
{
    private readonly int sites, states;
    private byte[] past, recent;

    public ChainMemory(byte[] start, int sites, int states)
    {
        (this.sites, this.states) = (sites, states);
        past = [.. start];
        recent = [.. start];
    }

    public double Overlap { get; private set; }

    /// <summary>Looks at the chains after the given number of updates; pictures are taken at powers of two.</summary>
    public void Observe(int updates, byte[] chains)
    {
        if (int.IsPow2(updates))
        {
            past = recent;
            recent = [.. chains];
        }
        if (updates % 10 == 0) Overlap = Measure(chains, past);
    }

    private double Measure(byte[] now, byte[] then)
    {
        int chains = now.Length / sites;
        long same = 0;
        double[] fNow = new double[sites * states], fThen = new double[sites * states];
        for (int c = 0; c < chains; c++)
        {
            ReadOnlySpan<byte> a = now.AsSpan(c * sites, sites), b = then.AsSpan(c * sites, sites);
            same += SequenceSimilarity.Agreements(a, b);
            for (int i = 0; i < sites; i++)
            {
                fNow[i * states + a[i]]++;
                fThen[i * states + b[i]]++;
            }
        }
        double all = 0;
        for (int n = 0; n < fNow.Length; n++) all += fNow[n] * fThen[n];
        return ((double)same / chains - (all - same) / ((double)chains * (chains - 1))) / sites;
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteArray<byte>(past);
        writer.WriteArray<byte>(recent);
        writer.Write(Overlap);
    }

    public void Load(BinaryReader reader)
    {
        reader.ReadArray<byte>(past);
        reader.ReadArray<byte>(recent);
        Overlap = reader.ReadDouble();
    }
}

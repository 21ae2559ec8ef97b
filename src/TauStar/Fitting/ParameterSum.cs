using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>A running sum of models, in double precision: for the mean of many, and for the scatter of their couplings.</summary>
/// <param name="shape">A model of the same size.</param>
internal sealed class ParameterSum(PottsModel shape)
{
    private readonly double[] fields = new double[shape.Fields.Length], couplings = new double[shape.Couplings.Length];
    private double squares; // of all couplings, summed
    private int count;

    /// <summary>Adds a model. Its couplings are summed site by site, so that threads change nothing.</summary>
    public void Add(PottsModel model, int threads)
    {
        for (int n = 0; n < fields.Length; n++) fields[n] += model.Fields[n];
        int sites = model.Sites, q2 = model.States * model.States;
        double[] perSite = new double[sites];
        Parallel.For(0, sites - 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            int from = SitePairs.Index(sites, i, i + 1) * q2, length = (sites - 1 - i) * q2;
            ReadOnlySpan<float> values = model.Couplings.AsSpan(from, length);
            Span<double> sums = couplings.AsSpan(from, length);
            double square = 0;
            for (int n = 0; n < values.Length; n++)
            {
                sums[n] += values[n];
                square += (double)values[n] * values[n];
            }
            perSite[i] = square;
        });
        foreach (double s in perSite) squares += s;
        count++;
    }

    /// <summary>Takes over what another holds, which is left empty; what was here is dropped.</summary>
    public void Take(ParameterSum other)
    {
        other.fields.CopyTo(fields, 0);
        other.couplings.CopyTo(couplings, 0);
        (squares, count) = (other.squares, other.count);
        Array.Clear(other.fields);
        Array.Clear(other.couplings);
        (other.squares, other.count) = (0, 0);
    }

    /// <summary>The mean over all models of some sums.</summary>
    public static PottsModel Mean(Alphabet alphabet, ReadOnlySpan<ParameterSum> sums)
    {
        int total = 0;
        foreach (ParameterSum s in sums) total += s.count;
        if (total == 0) throw new InvalidOperationException("no model was added");
        int q = alphabet.Size;
        PottsModel mean = new(alphabet, sums[0].fields.Length / q);
        foreach (ParameterSum s in sums)
        {
            for (int n = 0; n < mean.Fields.Length; n++) mean.Fields[n] += (float)(s.fields[n] / total);
            for (int n = 0; n < mean.Couplings.Length; n++) mean.Couplings[n] += (float)(s.couplings[n] / total);
        }
        return mean;
    }

    /// <summary>Variance of a coupling over all models of some sums, averaged over couplings.</summary>
    public static double CouplingVariance(ReadOnlySpan<ParameterSum> sums)
    {
        double square = 0, squareOfMean = 0;
        int total = 0;
        foreach (ParameterSum s in sums)
        {
            square += s.squares;
            total += s.count;
        }
        int length = sums[0].couplings.Length;
        for (int n = 0; n < length; n++)
        {
            double mean = 0;
            foreach (ParameterSum s in sums) mean += s.couplings[n] / total;
            squareOfMean += mean * mean;
        }
        return length == 0 ? 0 : (square / total - squareOfMean) / length;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.WriteArray<double>(fields);
        writer.WriteArray<double>(couplings);
        writer.Write(squares);
        writer.Write(count);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        reader.ReadArray<double>(fields);
        reader.ReadArray<double>(couplings);
        squares = reader.ReadDouble();
        count = reader.ReadInt32();
    }
}

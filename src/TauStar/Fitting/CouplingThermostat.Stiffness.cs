using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

public sealed partial class CouplingThermostat
{
    private const int PowerIterations = 15, MostSamples = 2048;

    /// <summary>
    /// The largest eigenvalue of G^(1/2) (M F + lambda) G^(1/2), F the covariance of the features over the chains as they stand: how stiff the stiffest direction is, in
    /// units in which independent sites would make all 1. The direction is found on half of the chains and measured on the other half: D parameters and N &lt;&lt; D
    /// chains would show a stiff direction where there is none.
    /// </summary>
    private double StiffestDirection()
    {
        int half = Math.Min(MostSamples, chains.Count) / 2;
        byte[] first = chains.States[..(half * chains.Sites)], second = chains.States[(half * chains.Sites)..(2 * half * chains.Sites)];
        return Math.Max(1, Math.Max(Measured(first, second), Measured(second, first)));
    }

    private double Measured(byte[] found, byte[] measured)
    {
        PottsModel direction = new(model.Alphabet, model.Sites);
        RandomSource random = stream.Child("direction").Open();
        foreach (ref float u in direction.Fields.AsSpan()) u = (float)random.NextNormal();
        foreach (ref float u in direction.Couplings.AsSpan()) u = (float)random.NextNormal();
        for (int n = 0; n < PowerIterations; n++)
        {
            PottsModel next = Curve(direction, found);
            ForEach(next, (u, c) => u / c);
            double norm = Math.Sqrt(Weighted(next));
            ForEach(next, (u, _) => (float)(u / norm));
            direction = next;
        }
        return Inner(direction, Curve(direction, measured)) / Weighted(direction);
    }

    /// <summary>(M F + lambda) u, about the mean.</summary>
    private PottsModel Curve(PottsModel u, byte[] rows)
    {
        int sites = model.Sites, q = model.States, count = rows.Length / sites;
        PottsModel plain = u.Clone();
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                ReadOnlySpan<float> block = u.Block(i, j);
                for (int ab = 0; ab < block.Length; ab++)
                {
                    plain.Fields[i * q + ab / q] -= block[ab] * data.Single[j * q + ab % q];
                    plain.Fields[j * q + ab % q] -= block[ab] * data.Single[i * q + ab / q];
                }
            }
        }
        double[] y = new double[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, n => y[n] = -plain.Energy(rows.AsSpan(n * sites, sites)));
        double mean = y.Average();
        float[] w = [.. y.Select(v => (float)((v - mean) * samples / count))];
        PottsModel result = new(model.Alphabet, sites);
        byte[] by = PairFrequencies.Transpose(rows, sites);
        for (int i = 0; i < sites; i++)
        {
            for (int n = 0; n < count; n++) result.Fields[i * q + by[i * count + n]] += w[n];
        }
        BlockMath.AddScaled(result.Fields, (float)precision.Fields, plain.Fields);
        Parallel.For(0, sites, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, i =>
        {
            for (int j = i + 1; j < sites; j++)
            {
                Span<float> block = result.Block(i, j);
                ReadOnlySpan<byte> si = by.AsSpan(i * count, count), sj = by.AsSpan(j * count, count);
                for (int n = 0; n < count; n++) block[si[n] * q + sj[n]] += w[n];
                for (int ab = 0; ab < block.Length; ab++)
                {
                    block[ab] -= result.Fields[i * q + ab / q] * data.Single[j * q + ab % q] + data.Single[i * q + ab / q] * result.Fields[j * q + ab % q];
                }
            }
        });
        BlockMath.AddScaled(result.Couplings, (float)precision.Couplings, u.Couplings);
        return result;
    }

    private static double Inner(PottsModel a, PottsModel b)
    {
        double sum = 0;
        for (int n = 0; n < a.Fields.Length; n++) sum += (double)a.Fields[n] * b.Fields[n];
        for (int n = 0; n < a.Couplings.Length; n++) sum += (double)a.Couplings[n] * b.Couplings[n];
        return sum;
    }

    /// <summary>u.u/G.</summary>
    private double Weighted(PottsModel u)
    {
        PottsModel scaled = u.Clone();
        ForEach(scaled, (v, c) => v * c);
        return Inner(u, scaled);
    }

    /// <summary>Replaces every parameter by a function of itself and of 1/G.</summary>
    private void ForEach(PottsModel u, Func<float, float, float> change)
    {
        int q = u.States;
        for (int n = 0; n < u.Fields.Length; n++) u.Fields[n] = change(u.Fields[n], (float)(samples * data.Single[n] + precision.Fields));
        for (int i = 0; i < u.Sites; i++)
        {
            for (int j = i + 1; j < u.Sites; j++)
            {
                Span<float> block = u.Block(i, j);
                for (int ab = 0; ab < block.Length; ab++)
                    block[ab] = change(block[ab], (float)(samples * data.Single[i * q + ab / q] * data.Single[j * q + ab % q] + precision.Couplings));
            }
        }
    }
}

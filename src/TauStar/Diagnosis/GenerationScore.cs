using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>Scores generated sequences against the natural ones: fidelity (energy, correlations) and diversity (identities).</summary>
/// <param name="model">The fitted model that gives energies.</param>
/// <param name="natural">The natural sequences.</param>
/// <param name="frequencies">Their frequencies, as the model was trained on.</param>
public sealed class GenerationScore(PottsModel model, Alignment natural, PairFrequencies frequencies)
{
    /// <summary>Energies of R x L states under the model.</summary>
    public double[] Energies(byte[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] energies = new double[rows.Length / model.Sites];
        Cores.For(energies.Length, r => energies[r] = model.Energy(rows.AsSpan(r * model.Sites, model.Sites)));
        return energies;
    }

    /// <summary>All measures of a set of generated sequences.</summary>
    public (ControlQuality Quality, double Slope) Score(byte[] rows)
    {
        PairFrequencies sample = PairFrequencies.Count(rows, model.Sites, model.States, null, 0);
        CorrelationFit fit = CorrelationFit.Between(frequencies, sample);
        ControlQuality quality = new(fit.Pearson, Energies(rows).Average(),
            PairwiseIdentity(sample.Single, rows.Length / model.Sites), SequenceSimilarity.NearestIdentity(natural, rows).Average());
        return (quality, fit.Slope);
    }

    /// <summary>
    /// Mean identity of two different ones of <paramref name="count"/> sequences with these site frequencies: a pair agrees at
    /// site i with probability sum_a f_i(a)^2, which counts each sequence against itself too; that part is taken out.
    /// </summary>
    public double PairwiseIdentity(ReadOnlySpan<float> single, double count)
    {
        double same = 0;
        foreach (float f in single) same += (double)f * f;
        return (same / model.Sites * count - 1) / (count - 1);
    }

    /// <summary>R sequences of independent sites, p_i(a) ~ f_i(a)^(1/tau): the control that knows no couplings.</summary>
    public byte[] DrawIndependent(double tau, int count, RandomStream stream)
    {
        int q = model.States, sites = model.Sites;
        byte[] rows = new byte[count * sites];
        Cores.For(sites, i =>
        {
            double[] log = new double[q];
            for (int a = 0; a < q; a++) log[a] = Math.Log(frequencies.Single[i * q + a]) / tau;
            LogSpace.Normalize(log);
            RandomSource source = stream.Child(i).Open();
            for (int r = 0; r < count; r++)
            {
                double u = source.NextDouble(), sum = 0;
                int a = 0;
                while (a < q - 1 && (sum += Math.Exp(log[a])) <= u) a++;
                rows[r * sites + i] = (byte)a;
            }
        });
        return rows;
    }

    /// <summary>The natural sequences with every column permuted by itself: site frequencies kept, correlations gone.</summary>
    public byte[] ShuffleColumns(RandomStream stream)
    {
        byte[] rows = natural.States.ToArray();
        int sites = natural.Sites;
        for (int i = 0; i < sites; i++)
        {
            byte[] column = new byte[natural.Count];
            for (int m = 0; m < column.Length; m++) column[m] = rows[m * sites + i];
            stream.Child(i).Open().Shuffle(column.AsSpan());
            for (int m = 0; m < column.Length; m++) rows[m * sites + i] = column[m];
        }
        return rows;
    }
}

/// <summary>What a set of sequences scores; also the record of a control that knows nothing of couplings.</summary>
/// <param name="Pearson">Pearson of connected correlations with nature's.</param>
/// <param name="Energy">Mean energy under the fitted model.</param>
/// <param name="PairwiseIdentity">Mean identity of two of its sequences.</param>
/// <param name="NearestNatural">Mean identity to the nearest natural sequence.</param>
public sealed record ControlQuality(double Pearson, double Energy, double PairwiseIdentity, double NearestNatural);

using TauStar.Data;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Tests.Fitting;

/// <summary>
/// The oracle of <see cref="CouplingThermostat"/>: Hamiltonian Monte Carlo, exact but for its own noise, on - log posterior = M (log Z - theta.mu_d) + lambda/2 theta^2 with
/// log Z summed over all configurations. Slow, and as plain as can be.
/// </summary>
internal sealed class HamiltonianPosterior
{
    private const int Leaps = 20;
    private const double Step = 0.06;

    private readonly int fields;
    private readonly double samples;
    private readonly double[] data, precision;
    private readonly int[][] features; // of each configuration
    private readonly PottsModel shape;

    public HamiltonianPosterior(Alphabet alphabet, int sites, PairFrequencies frequencies, double samples, L2Strengths strengths)
    {
        shape = new PottsModel(alphabet, sites);
        this.samples = samples;
        int q = alphabet.Size;
        fields = sites * q;
        data = [.. frequencies.Single.Concat(frequencies.Pair).Select(f => (double)f)];
        precision = [.. data.Select((_, n) => n < fields ? strengths.Fields : strengths.Couplings)];
        EnumeratedDistribution all = EnumeratedDistribution.Create(shape);
        features = [.. Enumerable.Range(0, all.Configurations).Select(c =>
        {
            byte[] row = all.Configuration(c);
            List<int> on = [.. row.Select((a, i) => i * q + a)];
            for (int i = 0; i < sites; i++)
            {
                for (int j = i + 1; j < sites; j++) on.Add(fields + (SitePairs.Index(sites, i, j) * q + row[i]) * q + row[j]);
            }
            return on.ToArray();
        })];
    }

    /// <summary>Mean of the parameters in the zero-sum gauge, and the mean variance of a plain coupling.</summary>
    public (double[] Mean, double Variance) Run(int draws, RandomStream stream)
    {
        RandomSource random = stream.Open();
        double[] theta = [.. data.Select(_ => 0.3 * random.NextNormal())], gradient = new double[theta.Length];
        double potential = Potential(theta, gradient);
        double[] sum = new double[theta.Length], plain = new double[theta.Length], squares = new double[theta.Length];
        int kept = 0;
        for (int n = 0; n < draws; n++)
        {
            double step = Step * (0.7 + 0.6 * random.NextDouble());
            double[] momentum = [.. theta.Select(_ => random.NextNormal())], place = [.. theta], slope = [.. gradient];
            double before = potential + momentum.Sum(p => p * p) / 2, after = 0;
            for (int leap = 0; leap < Leaps; leap++)
            {
                for (int m = 0; m < place.Length; m++)
                {
                    momentum[m] -= step / 2 * slope[m];
                    place[m] += step * momentum[m];
                }
                after = Potential(place, slope);
                for (int m = 0; m < place.Length; m++) momentum[m] -= step / 2 * slope[m];
            }
            if (Math.Log(random.NextDouble()) < before - after - momentum.Sum(p => p * p) / 2) (theta, gradient, potential) = (place, slope, after);
            if (n < draws / 10) continue;
            kept++;
            double[] gauged = ZeroSum(theta);
            for (int m = 0; m < theta.Length; m++)
            {
                sum[m] += gauged[m];
                plain[m] += theta[m];
                squares[m] += theta[m] * theta[m];
            }
        }
        double variance = Enumerable.Range(fields, theta.Length - fields).Average(m => squares[m] / kept - Math.Pow(plain[m] / kept, 2));
        return ([.. sum.Select(s => s / kept)], variance);
    }

    private double[] ZeroSum(double[] theta)
    {
        PottsModel model = shape.Clone();
        for (int n = 0; n < fields; n++) model.Fields[n] = (float)theta[n];
        for (int n = fields; n < theta.Length; n++) model.Couplings[n - fields] = (float)theta[n];
        PottsModel gauged = PottsGauges.To(model, PottsGauge.ZeroSum).Model;
        return [.. gauged.Fields.Concat(gauged.Couplings).Select(x => (double)x)];
    }

    private double Potential(double[] theta, double[] gradient)
    {
        double[] logs = [.. features.Select(on => on.Sum(n => theta[n]))];
        double max = logs.Max(), z = logs.Sum(l => Math.Exp(l - max)), value = samples * (max + Math.Log(z));
        for (int n = 0; n < theta.Length; n++)
        {
            value += precision[n] / 2 * theta[n] * theta[n] - samples * theta[n] * data[n];
            gradient[n] = precision[n] * theta[n] - samples * data[n];
        }
        for (int c = 0; c < logs.Length; c++)
        {
            double p = samples * Math.Exp(logs[c] - max) / z;
            foreach (int n in features[c]) gradient[n] += p;
        }
        return value;
    }
}

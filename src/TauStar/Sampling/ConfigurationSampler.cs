using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Independent draws from a listed distribution by inversion of its distribution function, which is made once and serves any
/// number of data sets and threads.
/// </summary>
public sealed class ConfigurationSampler
{
    private readonly ConfigurationSpace space;
    private readonly double[] cumulative;

    /// <summary>Prepares to draw; 8 bytes a configuration.</summary>
    public ConfigurationSampler(EnumeratedDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        space = distribution.Space;
        cumulative = new double[distribution.Configurations];
        double total = 0;
        ReadOnlySpan<double> logP = distribution.LogProbabilities;
        for (int n = 0; n < cumulative.Length; n++) cumulative[n] = total += Math.Exp(logP[n]);
    }

    /// <summary>M draws: M x L states, row-major. Folded lists give s and -s with equal chance.</summary>
    /// <param name="count">M, at least 1.</param>
    /// <param name="stream">Fixes the draws. Row m is the same for every M above m.</param>
    public byte[] Draw(int count, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        byte[] rows = new byte[checked(count * space.Sites)];
        RandomSource random = stream.Open();
        for (int m = 0; m < count; m++)
        {
            double turn = random.NextDouble() * space.Multiplicity, u = (turn >= 1 ? turn - 1 : turn) * cumulative[^1];
            // The first configuration whose cumulative probability exceeds u: never one of probability 0.
            int low = 0, high = cumulative.Length - 1;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (cumulative[middle] > u) high = middle;
                else low = middle + 1;
            }
            Span<byte> row = rows.AsSpan(m * space.Sites, space.Sites);
            space.Fill(low, row);
            if (turn >= 1) ConfigurationSpace.Flip(row);
        }
        return rows;
    }
}

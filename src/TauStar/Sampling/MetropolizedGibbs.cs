using System.Runtime.Intrinsics;
using TauStar.Numerics;

namespace TauStar.Sampling;

/// <summary>
/// Metropolised Gibbs sweeps (Liu, Biometrika 83, 681, 1996): at each site one of the q - 1 other states is proposed with its conditional
/// probability p(a)/(1 - p(s)) and taken with probability min(1, (1 - p(s))/(1 - p(a))). Off the diagonal every chance to move is at least that of
/// the heat bath, so that by Peskun's theorem no average has a larger asymptotic variance. Sweeps, chains and random
/// numbers are those of <see cref="GibbsSampler"/>.
/// </summary>
/// <remarks>
/// Proposal and decision are one draw: from s the move to a has probability T(a) = p(a)/(1 - min(p(a), p(s))), and staying has the rest.
/// The denominator is never below one half, so that nothing cancels. Versions: <see cref="Choose"/> on <see cref="GibbsSampler.FieldsPlain"/>
/// is the plain form; the vector form shares fields and weights with the heat bath (<see cref="SiteSweep"/>).
/// </remarks>
public static class MetropolizedGibbs
{
    /// <summary>One or more sweeps over all chains; arguments and promises as in <see cref="GibbsSampler.Sweep"/>.</summary>
    /// <param name="kernel">The model.</param>
    /// <param name="chains">States, betas and energies; updated in place.</param>
    /// <param name="stream">Stream of random numbers.</param>
    /// <param name="firstSweep">Number of the first sweep in the stream; the next call goes on at firstSweep + sweeps.</param>
    /// <param name="plan">How many sweeps, on how many threads.</param>
    public static void Sweep(PottsKernel kernel, ChainSet chains, RandomStream stream, long firstSweep, SweepPlan plan) =>
        SiteSweep.Run<Rule>(kernel, chains, stream, firstSweep, plan);

    /// <summary>Moves site i of all chains.</summary>
    internal static void UpdateSite(PottsKernel kernel, ChainSet chains, int i, ReadOnlySpan<float> uniforms) =>
        SiteSweep.UpdateSite<Rule>(kernel, chains, i, uniforms);

    /// <summary>Weights p(a)/(total - min(p(a), p(s))), none for s itself, and staying where u lies beyond their sum.</summary>
    private readonly unsafe struct Rule : ISiteRule
    {
        public static Vector512<int> Choose(float* weights, int states, Vector512<float> uniforms, Vector512<int> current)
        {
            Vector512<float> total = default, own = default;
            for (int a = 0; a < states; a++)
            {
                Vector512<float> w = Vector512.Load(weights + a * SiteSweep.Lanes);
                total += w;
                own = Vector512.ConditionalSelect(Vector512.Equals(current, Vector512.Create(a)).AsSingle(), w, own);
            }
            Vector512<float> cumulative = default;
            Vector512<int> chosen = default;
            for (int a = 0; a < states; a++)
            {
                Vector512<float> w = Vector512.Load(weights + a * SiteSweep.Lanes), move = w / (total - Vector512.MinNative(w, own));
                cumulative += Vector512.ConditionalSelect(Vector512.Equals(current, Vector512.Create(a)).AsSingle(), Vector512<float>.Zero, move);
                chosen -= Vector512.LessThanOrEqual(cumulative, uniforms).AsInt32();
            }
            return Vector512.ConditionalSelect(Vector512.LessThan(chosen, Vector512.Create(states)), chosen, current);
        }

        public static int ChoosePlain(ReadOnlySpan<float> fields, float beta, float uniform, int current) => MetropolizedGibbs.Choose(fields, beta, uniform, current);
    }

    /// <summary>The next state from s = <paramref name="current"/>: where the cumulative chance to move first exceeds u, else s itself.</summary>
    internal static int Choose(ReadOnlySpan<float> fields, float beta, float uniform, int current)
    {
        double max = double.NegativeInfinity, total = 0, cumulative = 0;
        foreach (float f in fields) max = Math.Max(max, (double)f * beta);
        double Weight(float f) => Math.Exp((double)f * beta - max);
        foreach (float f in fields) total += Weight(f);
        double own = Weight(fields[current]);
        for (int a = 0; a < fields.Length; a++)
        {
            double weight = Weight(fields[a]);
            if (a != current) cumulative += weight / (total - Math.Min(weight, own));
            if (uniform < cumulative) return a;
        }
        return current;
    }
}

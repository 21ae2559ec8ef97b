using System.Runtime.Intrinsics;

namespace TauStar.Sampling;

/// <summary>
/// The heat bath: the first state whose cumulative weight exceeds u times the total, whatever the state was. Weights are added in the order of states, as in the
/// plain form.
/// </summary>
internal readonly unsafe struct HeatBath : ISiteRule
{
    public static Vector512<int> Choose(float* weights, int states, Vector512<float> uniforms, Vector512<int> current)
    {
        Vector512<float> total = default;
        for (int a = 0; a < states; a++)
        {
            total += Vector512.Load(weights + a * SiteSweep.Lanes);
            total.Store(weights + a * SiteSweep.Lanes);
        }
        Vector512<float> threshold = uniforms * total;
        // A comparison is -1 where true. The last state is what is left, so that rounding never goes beyond it.
        Vector512<int> chosen = default;
        for (int a = 0; a < states - 1; a++) chosen -= Vector512.LessThanOrEqual(Vector512.Load(weights + a * SiteSweep.Lanes), threshold).AsInt32();
        return chosen;
    }

    public static int ChoosePlain(ReadOnlySpan<float> fields, float beta, float uniform, int current) => GibbsSampler.Choose(fields, beta, uniform);
}

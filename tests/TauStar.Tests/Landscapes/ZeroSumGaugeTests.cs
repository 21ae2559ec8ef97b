using TauStar.Landscapes;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Landscapes;

public sealed class ZeroSumGaugeTests
{
    /// <summary>Parameters are floats of size 1.</summary>
    private const double Tolerance = 5e-6;

    [Fact]
    public void Sums_are_zero_and_energies_differ_by_one_constant()
    {
        PottsModel model = SmallModels.Random(5, 3, 1), gauged = ZeroSumGauge.Of(model);
        for (int i = 0; i < 5; i++)
        {
            Near(0, Enumerable.Range(0, 3).Sum(a => gauged.Fields[i * 3 + a]), Tolerance);
            for (int j = i + 1; j < 5; j++)
            {
                for (int a = 0; a < 3; a++)
                {
                    float[] block = gauged.Block(i, j).ToArray();
                    Near(0, Enumerable.Range(0, 3).Sum(b => block[a * 3 + b]), Tolerance);
                    Near(0, Enumerable.Range(0, 3).Sum(b => block[b * 3 + a]), Tolerance);
                }
            }
        }
        EnumeratedDistribution p = EnumeratedDistribution.Create(model);
        byte[] rows = SmallModels.AllRows(p);
        double[] differences = [.. Enumerable.Range(0, rows.Length / 5).Select(n => model.Energy(rows.AsSpan(n * 5, 5)) - gauged.Energy(rows.AsSpan(n * 5, 5)))];
        Near(differences.Min(), differences.Max(), 10 * Tolerance);
    }

    [Fact]
    public void Every_gauge_leads_to_the_same_parameters()
    {
        PottsModel model = SmallModels.Random(4, 3, 2), one = ZeroSumGauge.Of(model), other = ZeroSumGauge.Of(SmallModels.ChangeGauge(model, 3));
        for (int n = 0; n < one.Fields.Length; n++) Near(one.Fields[n], other.Fields[n], Tolerance);
        for (int n = 0; n < one.Couplings.Length; n++) Near(one.Couplings[n], other.Couplings[n], Tolerance);
    }
}

using CsCheck;
using TauStar.Data;
using TauStar.Landscapes;
using Xunit;

namespace TauStar.Tests.Landscapes;

/// <summary>Gauges keep energies up to one constant, are recognised, and are reached from anywhere.</summary>
public sealed class PottsGaugeTests
{
    /// <summary>Energies of some 10 k_B T, summed from float32: 1e-6 each.</summary>
    private const double Tolerance = 2e-5;

    private static readonly Gen<PottsModel> Models = Gen.Select(Gen.Int[1, 5], Gen.Int[2, 5], Gen.Float[-2, 2].Array[300]).Select((sites, q, values) =>
    {
        PottsModel model = new(new Alphabet("custom", "-ABCD"[..q]), sites);
        for (int k = 0; k < model.Fields.Length; k++) model.Fields[k] = values[k];
        for (int k = 0; k < model.Couplings.Length; k++) model.Couplings[k] = values[(40 + k) % values.Length];
        return model;
    });

    [Theory]
    [InlineData(PottsGauge.ZeroSum)]
    [InlineData(PottsGauge.LatticeGas)]
    [InlineData(PottsGauge.Fieldless)]
    public void Every_energy_moves_by_the_same_amount_and_the_gauge_is_recognised(PottsGauge gauge) => Models.Where(m => m.Sites > 1).Sample(model =>
    {
        GaugedModel gauged = PottsGauges.To(model, gauge);
        foreach (byte[] row in Rows(model))
            Assert.Equal(model.Energy(row) + gauged.EnergyShift, gauged.Model.Energy(row), Tolerance);
        Assert.Equal(gauge, PottsGauges.Of(gauged.Model));
    }, iter: 50);

    [Fact]
    public void A_gauge_does_not_depend_on_where_one_comes_from() => Models.Where(m => m.Sites > 1).Sample(model =>
    {
        foreach (PottsGauge gauge in new[] { PottsGauge.ZeroSum, PottsGauge.LatticeGas })
        {
            PottsModel direct = PottsGauges.To(model, gauge).Model;
            foreach (PottsGauge between in new[] { PottsGauge.ZeroSum, PottsGauge.LatticeGas, PottsGauge.Fieldless })
            {
                PottsModel around = PottsGauges.To(PottsGauges.To(model, between).Model, gauge).Model;
                for (int k = 0; k < direct.Fields.Length; k++) Assert.Equal(direct.Fields[k], around.Fields[k], 2e-5f);
                for (int k = 0; k < direct.Couplings.Length; k++) Assert.Equal(direct.Couplings[k], around.Couplings[k], 2e-5f);
            }
        }
    }, iter: 30);

    [Fact]
    public void A_random_model_is_in_no_gauge_and_one_site_has_no_fieldless_one()
    {
        PottsModel model = new(Alphabet.Rna, 1);
        model.Fields[0] = 1;
        Assert.Equal(PottsGauge.Unfixed, PottsGauges.Of(model));
        Assert.Same(model, PottsGauges.To(model, PottsGauge.Unfixed).Model);
        Assert.Equal(PottsGauge.ZeroSum, PottsGauges.Of(PottsGauges.To(model, PottsGauge.ZeroSum).Model));
        Assert.Throws<InputException>(() => PottsGauges.To(model, PottsGauge.Fieldless));
    }

    private static IEnumerable<byte[]> Rows(PottsModel model)
    {
        for (int m = 0; m < 20; m++)
            yield return [.. Enumerable.Range(0, model.Sites).Select(i => (byte)((m * (i + 1) + m / 3) % model.States))];
    }
}

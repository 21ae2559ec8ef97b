using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Diagnosis;

public sealed class ModelComparisonTests
{
    [Fact]
    public void One_model_in_two_gauges_is_one_model()
    {
        PottsModel model = SmallModels.Random(5, 4, 1);
        ModelComparison found = ModelComparison.Of(model, SmallModels.ChangeGauge(model, 2));
        foreach (ParameterAgreement agreement in new[] { found.Couplings, found.Fields, found.Norms })
        {
            Near(1, agreement.Pearson, 1e-8);
            Near(1, agreement.Slope, 1e-5);
            Near(0, agreement.RmsDifference, 1e-5);
            Assert.True(agreement.RmsFirst > 0.1);
        }
    }

    [Fact]
    public void A_colder_model_has_a_steeper_slope_and_a_stranger_none()
    {
        PottsModel model = SmallModels.Random(8, 4, 1), cold = model.Clone();
        foreach (ref float h in cold.Fields.AsSpan()) h *= 2;
        foreach (ref float j in cold.Couplings.AsSpan()) j *= 2;
        ModelComparison found = ModelComparison.Of(model, cold);
        Near(2, found.Couplings.Slope, 1e-5);
        Near(2, found.Fields.Slope, 1e-5);
        Near(found.Couplings.RmsFirst, found.Couplings.RmsDifference, 1e-5);
        Near(2 * found.Fields.RmsFirst, found.Fields.RmsSecond, 1e-5);
        // 28 pairs with 9 free parameters each: a Pearson of N(0, 1/252) by chance.
        Assert.True(Math.Abs(ModelComparison.Of(model, SmallModels.Random(8, 4, 2)).Couplings.Pearson) < Z / Math.Sqrt(252));
    }

    [Fact]
    public void Models_of_other_sites_or_states_are_refused()
    {
        PottsModel model = SmallModels.Random(5, 4, 1);
        Assert.Throws<InputException>(() => ModelComparison.Of(model, SmallModels.Random(6, 4, 1)));
        Assert.Throws<InputException>(() => ModelComparison.Of(model, SmallModels.Random(5, 3, 1)));
    }
}

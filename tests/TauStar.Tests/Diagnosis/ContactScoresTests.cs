using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;
using static TauStar.Numerics.Tests.Statistical;

namespace TauStar.Tests.Diagnosis;

/// <summary>Contact scores by hand, in any gauge, and of truths whose contacts were planted.</summary>
public sealed class ContactScoresTests
{
    [Fact]
    public void Two_states_by_hand()
    {
        // Spins: J s s' has entries +-J; it is zero-sum already, and its norm is 2 |J|.
        PottsModel model = new(Alphabet.Spin, 3);
        void Couple(int i, int j, float strength) => new float[] { strength, -strength, -strength, strength }.CopyTo(model.Block(i, j));
        Couple(0, 1, 1);
        Couple(0, 2, -0.5f);
        Couple(1, 2, 0.25f);
        ContactScore[] scores = ContactScores.Of(model);
        double[] norms = [2, 1, 0.5];
        for (int k = 0; k < 3; k++) Near(norms[k], scores[k].Frobenius, 1e-12);
        // Means: F_0. = 1.5, F_1. = 1.25, F_2. = 0.75, F_.. = 3.5/3.
        Near(2 - 1.5 * 1.25 / (3.5 / 3), scores[0].Score, 1e-12);
        Near(1 - 1.5 * 0.75 / (3.5 / 3), scores[1].Score, 1e-12);
        Near(0.5 - 1.25 * 0.75 / (3.5 / 3), scores[2].Score, 1e-12);
        Assert.Equal((1, 2), (scores[2].I, scores[2].J));
    }

    [Fact]
    public void The_gauge_does_not_matter_and_the_gap_does_not_count()
    {
        PottsModel model = SmallModels.Random(5, 4, 1, 0.7);
        ContactScore[] plain = ContactScores.Of(model), moved = ContactScores.Of(SmallModels.ChangeGauge(model, 2));
        for (int k = 0; k < plain.Length; k++) Near(plain[k].Score, moved[k].Score, 1e-5); // parameters are floats

        // Couplings of the gap alone, in the zero-sum gauge, leave only their share in the means.
        PottsModel gaps = new(new Alphabet("custom", "-ABC"), 2), none = new(new Alphabet("custom", "ABCD"), 2);
        gaps.Block(0, 1)[0] = none.Block(0, 1)[0] = 1;
        double others = Math.Sqrt(9) / 16; // nine entries of 1/16
        Near(others, ContactScores.Of(gaps)[0].Frobenius, 1e-12);
        Near(Math.Sqrt(9.0 / 16 * 9 / 16 + 6 * 9.0 / 256 + 9.0 / 256), ContactScores.Of(none)[0].Frobenius, 1e-12);
    }

    [Fact]
    public void Planted_contacts_come_first()
    {
        PlantedPotts truth = PlantedPotts.Create(new() { Sites = 20, States = 4, Regime = PlantedRegime.Mid }, RandomStream.FromSeed(3));
        ContactScore[] ranked = [.. ContactScores.Of(truth.Model).OrderByDescending(s => s.Score)];
        bool IsContact(ContactScore s) => truth.Model.Block(s.I, s.J).ContainsAnyExcept(0f);
        int contacts = ranked.Count(IsContact);
        Assert.Equal(30, contacts);
        Assert.True(ranked.Take(20).All(IsContact));
        Assert.DoesNotContain(ranked.TakeLast(100), IsContact);
    }

    [Fact]
    public void A_model_without_couplings_scores_nothing_and_one_of_one_site_is_refused()
    {
        Assert.All(ContactScores.Of(new PottsModel(Alphabet.Rna, 4)), s => Assert.Equal((0, 0), (s.Frobenius, s.Score)));
        Assert.Throws<InputException>(() => ContactScores.Of(new PottsModel(Alphabet.Rna, 1)));
    }
}

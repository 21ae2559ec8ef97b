using TauStar.Data;
using TauStar.Fitting;
using Xunit;

namespace TauStar.Tests.Fitting;

/// <summary>The prior on fields is as broad as sites are conserved.</summary>
public sealed class FieldPriorTests
{
    /// <summary>Sites at which the first letter stands with a chance, the others alike often.</summary>
    private static double Precision(double first, int samples, int states = 4)
    {
        const int sites = 3;
        Alphabet letters = new("custom", "ABCDEFGH"[..states]);
        byte[] rows = new byte[samples * sites];
        for (int m = 0; m < samples; m++)
        {
            int state = m < Math.Round(first * samples) ? 0 : 1 + m % (states - 1);
            for (int i = 0; i < sites; i++) rows[m * sites + i] = (byte)state;
        }
        Alignment data = new(letters, [.. Enumerable.Range(0, samples).Select(m => $"{m}")], rows);
        double[] ones = [.. Enumerable.Repeat(1.0, samples)];
        return FieldPrior.Precision(PairFrequencies.Count(data, ones, 0), samples);
    }

    [Fact]
    public void Where_states_are_alike_often_it_is_that_of_the_theory() => Assert.Equal(2, Precision(0.25, 1200));

    [Fact]
    public void Where_sites_are_conserved_it_is_their_log_odds()
    {
        // One of four with 840 of 1200, the others with 120: odds are l, 0, 0, 0 but for a constant, with mean square 3 l^2/16.
        double odds = Math.Log(840.5 / 120.5);
        Assert.Equal(16 / (3 * odds * odds), Precision(0.7, 1200), 1e-5);
    }

    [Fact]
    public void What_couplings_conserve_is_left_to_them() => Assert.Equal(FieldPrior.Weakest, Precision(0.97, 1200));
}

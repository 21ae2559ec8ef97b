using System.Numerics;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Data;

/// <summary>Alignment with a structure, and what it is for.</summary>
public sealed class PairwiseAlignmentTests
{
    private static readonly RandomStream Stream = RandomStream.FromSeed(6).Child("pairwise");

    private enum Move
    {
        Pair,
        First,
        Second,
    }

    /// <summary>The best score over all alignments, each looked at: pairs and gaps in any order, gaps at the ends free.</summary>
    private static int BestOfAll(string a, string b)
    {
        int best = 0;
        // From a free start at one sequence's beginning to a free end at one's end.
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0) best = Math.Max(best, From(i, j, Move.Pair));
            }
        }
        return best;

        int From(int i, int j, Move last)
        {
            int most = (i == a.Length || j == b.Length) && last == Move.Pair ? 0 : int.MinValue / 2;
            if (i < a.Length && j < b.Length) most = Math.Max(most, PairwiseAlignment.ScoreOf(a[i], b[j]) + From(i + 1, j + 1, Move.Pair));
            if (i < a.Length) most = Math.Max(most, (last == Move.First ? 0 : PairwiseAlignment.Open) + PairwiseAlignment.Extend + From(i + 1, j, Move.First));
            if (j < b.Length) most = Math.Max(most, (last == Move.Second ? 0 : PairwiseAlignment.Open) + PairwiseAlignment.Extend + From(i, j + 1, Move.Second));
            return most;
        }
    }

    /// <summary>The score of the pairs that an alignment states.</summary>
    private static int ScoreOf(PairwiseAlignment alignment, string a, string b)
    {
        int score = 0, lastI = -1, lastJ = -1;
        static int Gap(int length) => length == 0 ? 0 : PairwiseAlignment.Open + length * PairwiseAlignment.Extend;
        for (int i = 0; i < a.Length; i++)
        {
            int j = alignment.PartnerOf[i];
            if (j < 0) continue;
            Assert.True(j > lastJ);
            if (lastI >= 0) score += Gap(i - lastI - 1) + Gap(j - lastJ - 1);
            score += PairwiseAlignment.ScoreOf(a[i], b[j]);
            (lastI, lastJ) = (i, j);
        }
        return score;
    }

    [Fact]
    public void No_alignment_of_short_sequences_is_better()
    {
        RandomSource random = Stream.Child("short").Open();
        for (int trial = 0; trial < 150; trial++)
        {
            string Word(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "ACX"[random.NextInt(10) == 0 ? 2 : random.NextInt(2)]));
            string a = Word(1 + random.NextInt(6)), b = Word(1 + random.NextInt(6));
            PairwiseAlignment found = PairwiseAlignment.Of(a, b);
            Assert.Equal(BestOfAll(a, b), found.Score);
            Assert.Equal(found.Score, ScoreOf(found, a, b));
        }
    }

    [Theory]
    [InlineData("MKTAYIAKQR", "TAYIAK", "2 3 4 5 6 7")] // a domain within: its ends are free
    [InlineData("TAYIAK", "MKTAYIAKQR", "0 1 2 3 4 5")]
    [InlineData("MKTAYIAKQRQISFVKSHF", "MKTAYIAISFVKSHF", "0 1 2 3 4 5 6 11 12 13 14 15 16 17 18")] // a loop that the structure lacks
    [InlineData("MKTAYIA", "MKTWYIA", "0 1 2 3 4 5 6")] // a mutation
    [InlineData("AAAA", "WWWW", "")]
    public void Known_cases(string a, string b, string aligned)
    {
        PairwiseAlignment found = PairwiseAlignment.Of(a, b);
        Assert.Equal(aligned, string.Join(' ', Enumerable.Range(0, a.Length).Where(i => found.PartnerOf[i] >= 0)));
        Assert.Equal(found.Aligned, found.PartnerOf.Count(j => j >= 0));
        Assert.Equal(found.Identical, Enumerable.Range(0, a.Length).Count(i => found.PartnerOf[i] >= 0 && a[i] == b[found.PartnerOf[i]]));
    }

    /// <summary>Of two places for a gap that count the same, the one where the structure is known to lack residues, wherever that is.</summary>
    [Theory]
    [InlineData(3, "3 4")]
    [InlineData(4, "4 5")]
    [InlineData(2, "2 3")]
    public void Gaps_lie_where_letters_are_missing(int missing, string alone)
    {
        // ACAAAAGT or so: the two letters that lack in the second could be any of the run.
        const string a = "WCAAAAAAGT", b = "WCAAAAGT";
        PairwiseAlignment found = PairwiseAlignment.Of(a, b, new HashSet<int> { missing });
        Assert.Equal(alone, string.Join(' ', Enumerable.Range(0, a.Length).Where(i => found.PartnerOf[i] < 0)));
        Assert.Equal(8 * PairwiseAlignment.Match + PairwiseAlignment.OpenAtBreak + 2 * PairwiseAlignment.Extend, found.Score);
        Assert.Equal(found.Score - 1, PairwiseAlignment.Of(a, b).Score);
    }

    [Fact]
    public void A_structure_lacks_residues_where_its_numbers_jump()
    {
        StructureChain chain = new("A", [Residue("-1", 'A', 0), Residue("1", 'A', 3), Residue("2", 'A', 6), Residue("2A", 'A', 9), Residue("7", 'A', 12), Residue("3", 'A', 15)]);
        Assert.Equal([1, 4], chain.Breaks.Order());
        // Residues 6 to 9 have no coordinates. By letters alone the W before them could as well be the W at their end.
        const string whole = "AGTSWYVLWKMFDE";
        TargetSequence target = new("x", new byte[whole.Length], whole, [.. Enumerable.Range(0, whole.Length)], 1);
        StructureMap map = StructureMap.Of(target, new("A", [.. whole[..5].Select((letter, n) => Residue($"{n + 1}", letter, n)), .. whole[9..].Select((letter, n) => Residue($"{n + 10}", letter, n))]));
        Assert.Equal(["1", "2", "3", "4", "5", null, null, null, null, "10", "11", "12", "13", "14"], map.Residues.Select(residue => residue?.Label));
    }

    private static StructureResidue Residue(string label, char letter, params float[] x) => new(label, letter, [.. x.Select(place => new Vector3(place, 0, 0))]);

    [Fact]
    public void A_structure_is_mapped_through_the_sequence()
    {
        // Sites A - D E; the sequence has an insertion C after the first residue, the chain lacks the last.
        TargetSequence target = new("x", [1, 0, 3, 4], "ACDE", [0, -1, 2, 3], 1);
        StructureChain other = new("B", [Residue("1", 'W', 0)]), chain = new("A", [Residue("10", 'A', 0, 1), Residue("11", 'C', 4), Residue("12", 'D', 9, 12)]);
        StructureMap map = StructureMap.BestOf(target, [other, chain]);
        Assert.Equal(["10", null, "12", null], map.Residues.Select(residue => residue?.Label));
        Assert.Equal(("A", 2, 1.0), (map.Chain.Id, map.Sites, map.Identity));
        Assert.Equal(8, map.Residues[0]!.DistanceTo(map.Residues[2]!), 1e-6); // of the nearest atoms
    }

    [Fact]
    public void Precision_counts_pairs_with_coordinates_only()
    {
        StructureResidue?[] residues = [Residue("1", 'A', 0), Residue("2", 'A', 20), null, Residue("4", 'A', 5), Residue("5", 'A', 22)];
        ContactScore[] scores = [new(0, 3, 1, 0.9), new(0, 2, 1, 0.8), new(0, 1, 1, 0.7), new(1, 4, 1, 0.6), new(3, 4, 1, 0.5), new(1, 3, 1, 0.4), new(0, 4, 1, 0.3)];
        ContactPrecision found = ContactPrecision.Of(scores.Reverse(), residues, separation: 2, cutoff: 8);
        Assert.Equal([(0, 3), (1, 4), (1, 3), (0, 4)], found.Ranked.Select(p => (p.Score.I, p.Score.J)));
        Assert.Equal([5, 2, 15, 22], found.Ranked.Select(p => p.Distance));
        Assert.Equal([1, 1, 2 / 3.0, 0.5], found.Ranked.Select(p => p.Precision));
        Assert.Equal((2, 0.5, 1.0), (found.Contacts, found.BaseRate, found.At(2)));
        Assert.True(double.IsNaN(found.At(0)) && double.IsNaN(found.At(5)));
    }
}

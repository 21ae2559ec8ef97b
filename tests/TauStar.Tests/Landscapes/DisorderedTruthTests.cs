using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using Xunit;

namespace TauStar.Tests.Landscapes;

public sealed class SpinGlassTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
    [
        new SpinGlassTruth(10, 1, 0, 1), new SpinGlassTruth(10, 1, 0.5, 1), new SpinGlassTruth(13, 0.1, 0.3, 4), new SpinGlassTruth(1, 1, 1, 1),
        new SpinGlassTruth(2, 2, 0, 1), new SpinGlassTruth(14, 1, 0, 9),
    ];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new SpinGlassTruth(0, 1, 0, 1), "spins is 0; allowed are 1 to 25"), (new SpinGlassTruth(25, 1, 1, 1), "spins is 25; allowed are 1 to 24"),
        (new SpinGlassTruth(25, 1, 0, 1), "2^25"), (new SpinGlassTruth(9, double.NaN, 0, 1), "coupling-deviation is NaN"),
        (new SpinGlassTruth(9, 1, -1, 1), "field-deviation is -1; allowed are 0 to 1000000"), (new SpinGlassTruth(9, double.PositiveInfinity, 0, 1), "coupling-deviation"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step) => (SpinGlassTruth)truth with { Seed = ((SpinGlassTruth)truth).Seed + step };

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        SpinGlassTruth glass = (SpinGlassTruth)truth;
        RandomStream stream = RandomStream.FromSeed(glass.Seed).Child("spin-glass");
        int count = glass.Spins;
        double[] j = Draw(stream.Child("couplings"), SitePairs.Count(count)), h = Draw(stream.Child("fields"), count);
        return row =>
        {
            double energy = 0;
            for (int a = 0; a < count; a++)
            {
                energy -= glass.FieldDeviation * h[a] * Spin(row, a);
                for (int b = a + 1; b < count; b++)
                    energy -= glass.CouplingDeviation / Math.Sqrt(count) * j[SitePairs.Index(count, a, b)] * Spin(row, a) * Spin(row, b);
            }
            return energy;
        };
    }

    private static double[] Draw(RandomStream stream, int count)
    {
        RandomSource random = stream.Open();
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    [Fact]
    public void Fields_come_on_top_of_the_same_couplings()
    {
        ReadOnlySpan<double> with = new SpinGlassTruth(6, 1, 0.5, 3).Enumerate(false).Energies, without = new SpinGlassTruth(6, 1, 0, 3).Enumerate(false).Energies;
        for (int n = 0; n < 64; n++) Assert.Equal(2 * without[n], with[n] + with[63 - n], 1e-12); // fields cancel between s and -s
    }
}

public sealed class HopfieldTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
        [new HopfieldTruth(12, 3, 1), new HopfieldTruth(11, 1, 2), new HopfieldTruth(7, 200, 3), new HopfieldTruth(15, 4, 3)];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new HopfieldTruth(26, 3, 1), "spins is 26; allowed are 1 to 25"), (new HopfieldTruth(-1, 3, 1), "spins"),
        (new HopfieldTruth(9, 0, 1), "patterns is 0; allowed are 1 to 10000"), (new HopfieldTruth(9, 10_001, 1), "patterns"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step) => (HopfieldTruth)truth with { Seed = ((HopfieldTruth)truth).Seed + step };

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        HopfieldTruth memory = (HopfieldTruth)truth;
        int[][] patterns = Patterns(memory);
        // By overlaps: sum over i < j of xi_i xi_j s_i s_j = [(sum_i xi_i s_i)^2 - L]/2.
        return row => -patterns.Sum(xi => Math.Pow(xi.Select((x, i) => x * Spin(row, i)).Sum(), 2) - memory.Spins) / (2 * memory.Spins);
    }

    private static int[][] Patterns(HopfieldTruth memory)
    {
        RandomSource random = RandomStream.FromSeed(memory.Seed).Child("hopfield").Open();
        return [.. Enumerable.Range(0, memory.Patterns).Select(_ => Enumerable.Range(0, memory.Spins).Select(_ => 2 * random.NextInt(2) - 1).ToArray())];
    }

    [Fact]
    public void One_pattern_is_the_ground_state_of_one_pattern_and_levels_count_overlaps()
    {
        HopfieldTruth truth = new(11, 1, 2);
        EnumeratedDistribution p = truth.Enumerate(false);
        EnergyLevels levels = EnergyLevels.TryCreate(p)!;
        Assert.Equal([2, 22, 110, 330, 660, 924], levels.Degeneracies.ToArray()); // 2 (11 over k) states with k spins off
        byte[] stored = [.. Patterns(truth)[0].Select(x => (byte)((x + 1) / 2))];
        Assert.Equal(0, levels.LevelOf[p.Index(stored)]);
        Assert.Equal(-(121 - 11) / 22.0, levels.Energies[0], 1e-14);
    }
}

public sealed class ThreeBodyTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
    [
        new ThreeBodyTruth(10, 20, 1, 0.5, 1), new ThreeBodyTruth(10, 20, 1, 0, 1), new ThreeBodyTruth(9, 84, 0.3, 1, 2), new ThreeBodyTruth(3, 1, 1, 0, 1),
        new ThreeBodyTruth(8, 0, 1, 1, 1), new ThreeBodyTruth(8, 5, 0, 1, 1), new ThreeBodyTruth(9, 12, 0.5, 1, 1, 0.3), new ThreeBodyTruth(8, 0, 1, 1, 1, 0.3),
    ];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new ThreeBodyTruth(2, 0, 1, 1, 1), "spins is 2; allowed are 3 to 25"), (new ThreeBodyTruth(25, 2, 1, 1, 1), "spins is 25; allowed are 3 to 24"),
        (new ThreeBodyTruth(4, 5, 1, 1, 1), "triples is 5; allowed are 0 to 4"), (new ThreeBodyTruth(4, -1, 1, 1, 1), "triples"),
        (new ThreeBodyTruth(4, 1, double.NaN, 1, 1), "triple-deviation is NaN"), (new ThreeBodyTruth(4, 1, 1, -2, 1), "pair-deviation is -2"),
        (new ThreeBodyTruth(4, 1, 1, 1, 1, double.NaN), "field-deviation is NaN"), (new ThreeBodyTruth(25, 0, 1, 1, 1, 1), "spins is 25; allowed are 3 to 24"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step) => (ThreeBodyTruth)truth with { Seed = ((ThreeBodyTruth)truth).Seed + step };

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        ThreeBodyTruth three = (ThreeBodyTruth)truth;
        int count = three.Spins;
        RandomStream stream = RandomStream.FromSeed(three.Seed).Child("three-body");
        (int I, int J, int K)[] triples =
        [
            .. from i in Enumerable.Range(0, count) from j in Enumerable.Range(0, count) from k in Enumerable.Range(0, count)
               where i < j && j < k
               select (i, j, k),
        ];
        RandomSource random = stream.Child("triples").Open();
        random.Shuffle(triples.AsSpan());
        double[] strengths = [.. Enumerable.Range(0, three.Triples).Select(_ => three.TripleDeviation * random.NextNormal())];
        RandomSource pairs = stream.Child("pairs").Open();
        double[] couplings = [.. Enumerable.Range(0, SitePairs.Count(count)).Select(_ => three.PairDeviation / Math.Sqrt(count) * pairs.NextNormal())];
        RandomSource fields = stream.Child("fields").Open();
        double[] h = [.. Enumerable.Range(0, count).Select(_ => three.FieldDeviation * fields.NextNormal())];
        return row =>
        {
            double energy = -h.Select((field, i) => field * Spin(row, i)).Sum();
            for (int t = 0; t < strengths.Length; t++)
                energy -= strengths[t] * Spin(row, triples[t].I) * Spin(row, triples[t].J) * Spin(row, triples[t].K);
            for (int i = 0; i < count; i++)
            {
                for (int j = i + 1; j < count; j++) energy -= couplings[SitePairs.Index(count, i, j)] * Spin(row, i) * Spin(row, j);
            }
            return energy;
        };
    }

    [Fact]
    public void No_pairwise_energy_is_near_it()
    {
        // Without pair couplings E(s) is odd and orthogonal to all pair products; with single spins it shares nothing either.
        ReadOnlySpan<double> e = new ThreeBodyTruth(10, 20, 1, 0, 1).Enumerate(false).Energies;
        for (uint mask = 0; mask < 1024; mask++)
        {
            double projection = 0;
            for (uint n = 0; n < 1024; n++) projection += e[(int)n] * (uint.PopCount(~n & mask) % 2 == 0 ? 1 : -1) / 1024;
            if (uint.PopCount(mask) != 3) Assert.Equal(0, projection, 1e-12);
        }
    }
}

public sealed class RnaTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
        [new RnaTruth(8, 0.5, 1), new RnaTruth(8, 0.5, 1, Loop: 0), new RnaTruth(7, 0, 1), new RnaTruth(2, 1, 3, Loop: 0), new RnaTruth(2, 1, 3)];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new RnaTruth(13, 0.5, 1), "length is 13; allowed are 2 to 12"), (new RnaTruth(1, 0.5, 1), "length"), (new RnaTruth(8, 0.5, 1, -1), "loop is -1"),
        (new RnaTruth(8, double.NaN, 1), "field-deviation is NaN"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step)
    {
        RnaTruth rna = (RnaTruth)truth;
        return rna.FieldDeviation == 0 ? rna with { } : rna with { Seed = rna.Seed + step };
    }

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        RnaTruth rna = (RnaTruth)truth;
        RandomSource random = RandomStream.FromSeed(rna.Seed).Child("rna").Open();
        float[] fields = [.. Enumerable.Range(0, 4 * rna.Length).Select(_ => (float)(rna.FieldDeviation * random.NextNormal()))];
        return row =>
        {
            string bases = string.Concat(row.Select(a => "ACGU"[a]));
            double energy = -row.Select((a, i) => (double)fields[4 * i + a]).Sum();
            for (int i = 0; i < rna.Length; i++)
            {
                int j = rna.Length - 1 - i;
                if (i >= j || j - i - 1 < rna.Loop) break;
                energy -= $"{bases[i]}{bases[j]}" switch { "GC" or "CG" => 3, "AU" or "UA" => 2, "GU" or "UG" => 1, _ => 0 };
            }
            return energy;
        };
    }

    [Fact]
    public void Without_fields_levels_count_the_ways_to_pair()
    {
        // Length 7, loop 3: two pairs. One pair: 10 mismatches, 2 GU, 2 AU, 2 GC; two pairs by convolution; 4^3 loops.
        EnergyLevels levels = EnergyLevels.TryCreate(new RnaTruth(7, 0, 1).Enumerate(false))!;
        Assert.Equal([-6, -5, -4, -3, -2, -1, 0], levels.Energies.ToArray());
        Assert.Equal([4 * 64, 8 * 64, 12 * 64, 48 * 64, 44 * 64, 40 * 64, 100 * 64], levels.Degeneracies.ToArray());
    }
}

public sealed class HairpinTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
    [
        new HairpinTruth(7, 0.2, 1), new HairpinTruth(7, 0.2, 1, Cooperative: true), new HairpinTruth(7, 0, 1, true), new HairpinTruth(6, 0, 1),
        new HairpinTruth(2, 1, 3), new HairpinTruth(3, 1, 3, true),
    ];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new HairpinTruth(13, 0.5, 1), "length is 13; allowed are 2 to 12"), (new HairpinTruth(1, 0.5, 1, true), "length is 1"),
        (new HairpinTruth(8, double.NaN, 1), "field-deviation is NaN"), (new HairpinTruth(8, -1, 1, true), "field-deviation is -1"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step)
    {
        HairpinTruth hairpin = (HairpinTruth)truth;
        return hairpin.FieldDeviation == 0 ? hairpin with { } : hairpin with { Seed = hairpin.Seed + step };
    }

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        HairpinTruth hairpin = (HairpinTruth)truth;
        RandomSource random = RandomStream.FromSeed(hairpin.Seed).Child("hairpin").Open();
        float[] fields = [.. Enumerable.Range(0, 4 * hairpin.Length).Select(_ => (float)(hairpin.FieldDeviation * random.NextNormal()))];
        return row =>
        {
            string bases = string.Concat(row.Select(a => "ACGU"[a]));
            int formed = Enumerable.Range(0, hairpin.Length / 2).Count(i => $"{bases[i]}{bases[hairpin.Length - 1 - i]}" is "AU" or "UA" or "GC" or "CG");
            double fold = !hairpin.Cooperative ? formed : formed == hairpin.Length / 2 ? 1 : 0;
            return -fold - row.Select((a, i) => (double)fields[4 * i + a]).Sum();
        };
    }

    [Fact]
    public void Levels_count_formed_pairs_and_all_or_nothing_is_a_gap()
    {
        // Length 7: three pairs, each formed in 4 of 16 ways, and a loop of one site with 4 states.
        EnergyLevels one = EnergyLevels.TryCreate(new HairpinTruth(7, 0, 1).Enumerate(false))!;
        Assert.Equal([-3, -2, -1, 0], one.Energies.ToArray());
        Assert.Equal([4 * 64, 4 * 3 * 16 * 12, 4 * 3 * 4 * 144, 4 * 1728], one.Degeneracies.ToArray());
        EnergyLevels all = EnergyLevels.TryCreate(new HairpinTruth(7, 0, 1, Cooperative: true).Enumerate(false))!;
        Assert.Equal([-1, 0], all.Energies.ToArray());
        Assert.Equal([4 * 64, 4 * (4096 - 64)], all.Degeneracies.ToArray());
    }
}

public sealed class PlantedTruthTests : GroundTruthConformance
{
    protected override IReadOnlyList<ListedTruth> Truths =>
    [
        new PlantedTruth(6, 4, PlantedRegime.Mid, 1), new PlantedTruth(6, 4, PlantedRegime.Cold, 1), new PlantedTruth(3, 21, PlantedRegime.Warm, 2),
        new PlantedTruth(8, 2, PlantedRegime.Mid, 1), new PlantedTruth(2, 3, PlantedRegime.Mid, 1),
    ];

    protected override IReadOnlyList<(ListedTruth Truth, string Word)> Unusable =>
    [
        (new PlantedTruth(13, 4, PlantedRegime.Mid, 1), "length is 13; allowed are 2 to 12"), (new PlantedTruth(25, 2, PlantedRegime.Mid, 1), "allowed are 2 to 24"),
        (new PlantedTruth(6, 21, PlantedRegime.Mid, 1), "allowed are 2 to 5"), (new PlantedTruth(6, 22, PlantedRegime.Mid, 1), "states is 22"),
        (new PlantedTruth(6, 4, (PlantedRegime)9, 1), "regime is 9"),
    ];

    protected override ListedTruth Again(ListedTruth truth, ulong step) => (PlantedTruth)truth with { Seed = ((PlantedTruth)truth).Seed + step };

    protected override Func<byte[], double> PlainEnergy(ListedTruth truth)
    {
        PlantedTruth planted = (PlantedTruth)truth;
        PottsModel model = PlantedPotts.Create(new() { Sites = planted.Length, States = planted.States, Regime = planted.Regime },
            RandomStream.FromSeed(planted.Seed).Child("truth")).Model;
        return row => model.Energy(row);
    }
}

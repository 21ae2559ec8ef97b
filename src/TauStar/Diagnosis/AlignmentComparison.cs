using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>How to compare two sets of sequences.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Triples of sites for three-site statistics.</summary>
    public int Triples { get; init; } = 1000;

    /// <summary>Pairs of sequences for the distribution of their identity; all pairs where there are no more.</summary>
    public int Pairs { get; init; } = 200_000;

    /// <summary>Identity from which sequences of the first set share a weight; 0: none.</summary>
    public double FirstIdentity { get; init; } = 0.8;

    /// <summary>The same of the second set.</summary>
    public double SecondIdentity { get; init; }

    /// <summary>Seed of triples, pairs and halves.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="InputException">A number out of range.</exception>
    public ComparisonOptions Validated()
    {
        if (Triples is < 0 or > 1_000_000) throw new InputException($"triples is {Triples}; allowed: 0 to 1,000,000");
        if (Pairs is < 1 or > 100_000_000) throw new InputException($"pairs is {Pairs}; allowed: 1 to 100,000,000");
        RequireShare(FirstIdentity);
        RequireShare(SecondIdentity);
        return this;

        static void RequireShare(double identity)
        {
            if (!(identity is >= 0 and <= 1)) throw new InputException($"identity threshold {identity} is outside [0, 1]");
        }
    }
}

/// <summary>
/// A set of sequences held against another, with the scale to judge it by: the same numbers for two random halves of the first. A half is
/// smaller than the set, so a faithful sample of the set's own size does somewhat better than the halves do.
/// </summary>
public sealed record AlignmentComparison
{
    /// <summary>The second set against the first.</summary>
    public required AlignmentAgreement Agreement { get; init; }

    /// <summary>One random half of the first set against the other.</summary>
    public required AlignmentAgreement Halves { get; init; }

    /// <summary>The first set as it was seen.</summary>
    public required SeenSample First { get; init; }

    /// <summary>The second.</summary>
    public required SeenSample Second { get; init; }

    /// <summary>Share of the variance of the first set along its two axes.</summary>
    public required IReadOnlyList<double> AxisShares { get; init; }

    /// <summary>Triples of sites that were compared.</summary>
    public required int Triples { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="first">At least four sequences.</param>
    /// <param name="second">At least two, over the same sites and states.</param>
    /// <param name="model">Gives energies; null: none.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told before each part how much is done, 0 to 1, and what comes; what it throws stops the comparison.</param>
    /// <exception cref="InputException">Sets that cannot be compared, or a number out of range.</exception>
    public static AlignmentComparison Of(Alignment first, Alignment second, PottsModel? model, ComparisonOptions options, Action<double, string>? progress)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(options);
        options = options.Validated();
        if (first.Sites != second.Sites || !first.Alphabet.Equals(second.Alphabet))
            throw new InputException($"{first.Sites} sites over {first.Alphabet} cannot be compared with {second.Sites} over {second.Alphabet}");
        if (first.Count < 4) throw new InputException($"the first set holds {first.Count} sequences; at least 4 are needed for two halves");
        RandomStream stream = RandomStream.FromSeed(options.Seed).Child("compare");
        progress?.Invoke(0, "weights of A");
        double[] weights = SequenceSimilarity.Weights(first, options.FirstIdentity);
        PrincipalAxes axes = PrincipalAxes.Of(first, weights, 2);
        IReadOnlyList<(int, int, int)> triples = first.Sites < 3 ? [] : TripleAgreement.Draw(first.Sites, options.Triples, stream.Child("triples"));
        int[] order = [.. Enumerable.Range(0, first.Count)];
        stream.Child("halves").Open().Shuffle(order.AsSpan());
        int[] one = [.. order.Take(first.Count / 2).Order()], other = [.. order.Skip(first.Count / 2).Order()];

        SeenSample See(Alignment data, double[] own, Alignment reference, string name)
        {
            return new SeenSample
            {
                Sample = new WeightedSample(data, own),
                Axis1 = axes.Project(data, 0),
                Axis2 = axes.Project(data, 1),
                Energies = model?.Energies(data),
                Nearest = SequenceSimilarity.NearestIdentity(reference, data.States.ToArray(), skipSelf: ReferenceEquals(data, reference)),
                PairIdentities = PairIdentities(data, options.Pairs, stream.Child("pairs").Child(name)),
            };
        }

        Alignment half = first.Select(one);
        progress?.Invoke(0.2, "neighbours within A");
        SeenSample a = See(first, weights, first, "first");
        progress?.Invoke(0.4, "neighbours of B");
        SeenSample b = See(second, SequenceSimilarity.Weights(second, options.SecondIdentity), first, "second");
        progress?.Invoke(0.6, "halves of A");
        SeenSample left = See(half, [.. one.Select(m => weights[m])], half, "left");
        SeenSample right = See(first.Select(other), [.. other.Select(m => weights[m])], half, "right");
        progress?.Invoke(0.8, "statistics of B against A");
        AlignmentAgreement agreement = AlignmentAgreement.Of(a, b, triples);
        progress?.Invoke(0.9, "statistics of the halves");
        AlignmentAgreement halves = AlignmentAgreement.Of(left, right, triples);
        progress?.Invoke(1, "");
        return new AlignmentComparison
        {
            Agreement = agreement,
            Halves = halves,
            First = a,
            Second = b,
            AxisShares = axes.Shares,
            Triples = triples.Count,
        };
    }

    /// <summary>Identities of pairs of different rows: of all pairs, or of random ones (with replacement).</summary>
    private static double[] PairIdentities(Alignment data, int most, RandomStream stream)
    {
        double Identity(int m, int n) => (double)SequenceSimilarity.Agreements(data.Row(m), data.Row(n)) / data.Sites;
        if (data.Count * (data.Count - 1.0) / 2 <= most)
            return [.. Enumerable.Range(0, data.Count).SelectMany(m => Enumerable.Range(0, m).Select(n => Identity(m, n)))];
        RandomSource random = stream.Open();
        double[] identities = new double[most];
        for (int k = 0; k < most; k++)
        {
            int m = random.NextInt(data.Count), n = random.NextInt(data.Count - 1);
            identities[k] = Identity(m, n >= m ? n + 1 : n);
        }
        return identities;
    }
}

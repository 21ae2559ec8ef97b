using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Diagnosis;

/// <summary>How far one set of sequences is like another, in every measure of the field. Frequencies are weighted; all else counts sequences.</summary>
public sealed record AlignmentAgreement
{
    /// <summary>Of f_i(a).</summary>
    public required CorrelationFit OneSite { get; init; }

    /// <summary>Of f_ij(a, b).</summary>
    public required CorrelationFit TwoSite { get; init; }

    /// <summary>Of C_ij(a, b) = f_ij(a, b) - f_i(a) f_j(b).</summary>
    public required CorrelationFit TwoSiteConnected { get; init; }

    /// <summary>Of f_ijk and C_ijk; null for fewer than three sites.</summary>
    public required TripleAgreement? ThreeSite { get; init; }

    /// <summary>Coordinates along the first principal axis of the reference.</summary>
    public required SampleComparison Axis1 { get; init; }

    /// <summary>Along the second.</summary>
    public required SampleComparison Axis2 { get; init; }

    /// <summary>Energies under a model, k_B T; null without one.</summary>
    public required SampleComparison? Energy { get; init; }

    /// <summary>Identity to the nearest of the first set: of the first set's own (to another one), and of the second set's.</summary>
    public required SampleComparison Nearest { get; init; }

    /// <summary>Identity of two different sequences of one set.</summary>
    public required SampleComparison PairIdentity { get; init; }

    /// <summary>Of a sample and how it is seen.</summary>
    /// <param name="first">What is held against.</param>
    /// <param name="second">What is judged.</param>
    /// <param name="triples">Triples of sites.</param>
    internal static AlignmentAgreement Of(SeenSample first, SeenSample second, IReadOnlyList<(int I, int J, int K)> triples)
    {
        PairFrequencies f = first.Sample.Frequencies, g = second.Sample.Frequencies;
        return new AlignmentAgreement
        {
            OneSite = Between(f.Single, g.Single),
            TwoSite = Between(f.Pair, g.Pair),
            TwoSiteConnected = CorrelationFit.Between(f, g),
            ThreeSite = triples.Count == 0 ? null : TripleAgreement.Between(first.Sample, second.Sample, triples),
            Axis1 = SampleComparison.Of(first.Axis1, second.Axis1),
            Axis2 = SampleComparison.Of(first.Axis2, second.Axis2),
            Energy = first.Energies is null ? null : SampleComparison.Of(first.Energies, second.Energies!),
            Nearest = SampleComparison.Of(first.Nearest, second.Nearest),
            PairIdentity = SampleComparison.Of(first.PairIdentities, second.PairIdentities),
        };
    }

    private static CorrelationFit Between(float[] x, float[] y)
    {
        RegressionSums sums = new();
        for (int n = 0; n < x.Length; n++) sums.Add(x[n], y[n]);
        return CorrelationFit.Of([sums]);
    }
}

/// <summary>Sequences with all that is compared of them, an entry a sequence but for pairs.</summary>
public sealed record SeenSample
{
    /// <summary>The sequences and their frequencies.</summary>
    public required WeightedSample Sample { get; init; }

    /// <summary>Coordinates along the first axis.</summary>
    public required double[] Axis1 { get; init; }

    /// <summary>Along the second.</summary>
    public required double[] Axis2 { get; init; }

    /// <summary>Energies; null without a model.</summary>
    public required double[]? Energies { get; init; }

    /// <summary>Identity to the nearest (other) sequence of the set that is held against.</summary>
    public required double[] Nearest { get; init; }

    /// <summary>Identities of pairs of different sequences of the set.</summary>
    public required double[] PairIdentities { get; init; }
}

using System.Globalization;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Studies;

/// <summary>What generated sequences are worth, held against natural ones and controls: the same for both engines.</summary>
internal sealed class TuningScores
{
    private const int HistogramBins = 60;

    private readonly AlignmentFindings source;
    private readonly TuningOptions options;
    private readonly double[] weights, naturalEnergies;
    private readonly GenerationScore score;
    private readonly byte[] shuffled;
    private readonly RandomStream stream;

    /// <summary>Gathers.</summary>
    /// <param name="source">The data.</param>
    /// <param name="options">Settings.</param>
    /// <param name="weights">Sequence weights.</param>
    /// <param name="model">The model, and the frequencies that it was fitted to.</param>
    /// <param name="stream">Randomness of the controls.</param>
    public TuningScores(AlignmentFindings source, TuningOptions options, double[] weights, FittedPotts model, RandomStream stream)
    {
        (this.source, this.options, this.weights, this.stream) = (source, options, weights, stream);
        score = new GenerationScore(model.Model, source.Alignment, model.Frequencies);
        naturalEnergies = model.Model.Energies(source.Alignment);
        shuffled = score.ShuffleColumns(stream.Child("shuffle"));
    }

    /// <summary>A set of generated sequences with its energies.</summary>
    public GeneratedSet Set(string label, double tau, byte[] rows) => new(label, tau, rows, score.Energies(rows));

    /// <summary>Fidelity and diversity of sequences generated at a temperature.</summary>
    public GenerationQuality Quality(double tau, byte[] rows, bool mixed)
    {
        (ControlQuality model, double slope) = score.Score(rows);
        (ControlQuality independent, _) = score.Score(
            score.DrawIndependent(tau, options.Sequences, stream.Child("independent").Child((long)(tau * 1e6))));
        return new GenerationQuality
        {
            Tau = tau,
            Pearson = model.Pearson,
            Slope = slope,
            Energy = model.Energy,
            PairwiseIdentity = model.PairwiseIdentity,
            NearestNatural = model.NearestNatural,
            Independent = independent,
            Mixed = mixed,
        };
    }

    /// <summary>The same measures for nature.</summary>
    /// <param name="energy">Mean energy of the data.</param>
    /// <param name="heldOut">Of unseen natural sequences.</param>
    public NaturalReference Natural(double energy, double heldOut)
    {
        Alignment data = source.Alignment;
        double total = weights.Sum(), effective = total * total / weights.Sum(w => w * w);
        double identity = score.PairwiseIdentity(PairFrequencies.Singles(data, weights), effective);
        double nearest = SequenceSimilarity.NearestIdentity(data, data.States.ToArray(), skipSelf: true).Average();
        return new NaturalReference(energy, heldOut, identity, nearest, score.Score(shuffled).Quality);
    }

    /// <summary>Energies of natural, generated and control sequences on one axis.</summary>
    public EnergyHistogram[] Histograms(IEnumerable<GeneratedSet> sets)
    {
        List<(string Label, double Tau, double[] Values, double[]? Weights)> scored = [("natural", double.NaN, naturalEnergies, weights)];
        foreach (GeneratedSet set in sets)
            scored.Add((string.Create(CultureInfo.InvariantCulture, $"generated, {Symbol(set)} = {set.Tau:0.###}"), set.Tau, set.Energies, null));
        scored.Add(("shuffled columns", double.NaN, score.Energies(shuffled), null));
        byte[] independent = score.DrawIndependent(1, options.Sequences, stream.Child("independent-energies"));
        scored.Add(("independent sites, τ = 1", 1, score.Energies(independent), null));
        double low = scored.Min(s => s.Values.Min()), high = scored.Max(s => s.Values.Max());
        double width = Math.Max((high - low) / HistogramBins, 1e-9);
        return [.. scored.Select(s => new EnergyHistogram(s.Label, s.Tau, low, width, Density(s.Values, s.Weights, low, width)))];
    }

    private static string Symbol(GeneratedSet set) => set.Label switch
    {
        "tau-prime" => "τ′",
        "tau-star" => "τ*",
        _ => "τ",
    };

    private static double[] Density(double[] values, double[]? weights, double low, double width)
    {
        double[] density = new double[HistogramBins];
        double total = weights?.Sum() ?? values.Length;
        for (int n = 0; n < values.Length; n++)
        {
            int bin = Math.Min((int)((values[n] - low) / width), HistogramBins - 1);
            density[bin] += (weights?[n] ?? 1) / (total * width);
        }
        return density;
    }

    /// <summary>The data in summary.</summary>
    public DataSummary Data(Folds folds) => new()
    {
        File = Path.GetFileName(source.Path),
        Format = source.Format,
        Sha256 = source.Sha256,
        Alphabet = source.Alignment.Alphabet.Name,
        Letters = source.Alignment.Alphabet.Letters,
        Sequences = source.Alignment.Count,
        Distinct = source.Distinct,
        Sites = source.Alignment.Sites,
        EffectiveSequences = weights.Sum(),
        IdentityThreshold = options.IdentityFor(source.Alignment.Alphabet),
        FoldThreshold = folds.Threshold,
        Clusters = folds.Clusters,
        GapFraction = source.GapFraction,
        Findings = [.. source.Findings.Select(f => f.Text)],
    };
}

/// <summary>A model with the frequencies that it was fitted to.</summary>
internal sealed record FittedPotts(PottsModel Model, PairFrequencies Frequencies);

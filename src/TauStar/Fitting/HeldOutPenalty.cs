using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>Held-out loss of one penalty.</summary>
/// <param name="Penalty">l_J.</param>
/// <param name="Loss">- sum of w_m log p(s_i | s_-i) over the held-out sequences of all folds, in nats.</param>
public readonly record struct PenaltyLoss(double Penalty, double Loss);

/// <summary>
/// The L2 penalties of a pseudo-likelihood whose fits predict held-out sequences best (theory: section 7, step 1). They are priors: what the data are worth does
/// not enter, so penalties found on four fifths of the data serve for all.
/// </summary>
/// <param name="FieldPenalty">l_h, as given.</param>
/// <param name="CouplingPenalty">l_J: the lowest point of a parabola through the best of the curve and its neighbours, in log l_J; at the limit of the search, the limit.</param>
/// <param name="Curve">All l_J that were tried, in rising order.</param>
public sealed record HeldOutPenalty(double FieldPenalty, double CouplingPenalty, IReadOnlyList<PenaltyLoss> Curve)
{
    private const double Least = 1.0 / 8, Most = 4096; // where the search ends

    /// <summary>Whether the curve rises on both sides of its best point.</summary>
    public bool IsBracketed => Best > 0 && Best < Curve.Count - 1;

    private int Best => Curve.Index().MinBy(point => point.Item.Loss).Index;

    /// <summary>Searches doubles of l_J from large to small, each fit started from the last; goes on beyond an edge that is best.</summary>
    /// <param name="data">M rows.</param>
    /// <param name="weights">M weights.</param>
    /// <param name="folds">Who is held out with whom; the first few are held out in turn.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Asked before every iteration of a fit.</param>
    /// <param name="progress">Share of the fits that are done; it may fall when the search goes on beyond an edge.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">Weights or folds do not fit the data, or a fold has no weight.</exception>
    public static HeldOutPenalty Choose(
        Alignment data, double[] weights, Folds folds, HeldOutPenaltyOptions options, CancellationToken cancellation, IProgress<double>? progress)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (weights.Length != data.Count || folds.FoldOf.Length != data.Count)
            throw new ArgumentException($"{weights.Length} weights and {folds.FoldOf.Length} fold numbers for {data.Count} rows", nameof(weights));
        PottsModel?[] last = new PottsModel?[Math.Min(options.HeldOutFolds, folds.FoldOf.Max() + 1)];
        int done = 0, wanted = options.Count;

        PenaltyLoss Try(double penalty)
        {
            double loss = 0;
            for (int fold = 0; fold < last.Length; fold++)
            {
                double[] training = [.. weights.Select((w, m) => folds.FoldOf[m] == fold ? 0 : w)], heldOut = [.. weights.Select((w, m) => folds.FoldOf[m] == fold ? w : 0)];
                last[fold] = PseudoLikelihood.Fit(data, training, new L2Strengths(options.FieldPenalty, penalty), last[fold], options.Fit, cancellation);
                loss += PseudoLikelihood.Loss(last[fold]!, data, heldOut);
                progress?.Report((double)++done / (wanted * last.Length));
            }
            return new PenaltyLoss(penalty, loss);
        }

        List<PenaltyLoss> curve = [];
        for (int n = options.Count - 1; n >= 0; n--) curve.Insert(0, Try(options.Smallest * Math.Pow(2, n)));
        HeldOutPenalty found = new(options.FieldPenalty, 0, curve);
        for (; found.Best == 0 && curve[0].Penalty / 2 >= Least; wanted++) curve.Insert(0, Try(curve[0].Penalty / 2));
        if (found.Best == curve.Count - 1) Array.Clear(last); // those of the smallest penalty are no start for larger ones
        for (; found.Best == curve.Count - 1 && curve[^1].Penalty * 2 <= Most; wanted++) curve.Add(Try(curve[^1].Penalty * 2));
        return found with { CouplingPenalty = found.Lowest() };
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(FieldPenalty);
        writer.Write(CouplingPenalty);
        writer.Write(Curve.Count);
        foreach (PenaltyLoss point in Curve) writer.WriteArray<double>([point.Penalty, point.Loss]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut short.</exception>
    public static HeldOutPenalty Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        HeldOutPenalty? read = null;
        reader.ReadState(r =>
        {
            double fields = r.ReadDouble(), couplings = r.ReadDouble();
            int count = r.ReadInt32();
            if (count is < 1 or > 100) throw new InvalidDataException($"{count} penalties");
            double[] point = new double[2];
            List<PenaltyLoss> curve = [];
            for (int n = 0; n < count; n++)
            {
                r.ReadArray<double>(point);
                curve.Add(new PenaltyLoss(point[0], point[1]));
            }
            read = new HeldOutPenalty(fields, couplings, curve);
        });
        return read!;
    }

    private double Lowest()
    {
        int best = Best;
        if (!IsBracketed) return Curve[best].Penalty;
        double below = Curve[best - 1].Loss - Curve[best].Loss, above = Curve[best + 1].Loss - Curve[best].Loss;
        return below + above > 0 ? Curve[best].Penalty * Math.Pow(2, (below - above) / (2 * (below + above))) : Curve[best].Penalty;
    }
}

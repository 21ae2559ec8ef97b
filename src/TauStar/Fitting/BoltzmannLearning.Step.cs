using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Data;

namespace TauStar.Fitting;

public sealed partial class BoltzmannLearning
{
    // Added to the frequencies that natural steps divide by. With a tenth of it, states that are hardly ever seen run ahead: chains of so few sweeps look right
    // while the model's own equilibrium is another (docs/derivations/natural-steps.md).
    private const float Damping = 0.2f;

    // The rate of natural steps changes by exp(this times the cosine between successive gradients): longer where steps go on, shorter where they turn back,
    // hardly at all where both are noise.
    private const double Adaptation = 0.3, LargestRate = 0.5;

    private bool Natural => options.Optimiser == TrainingOptimiser.Natural;

    /// <summary>theta += rate direction, in the model and in both points of view of the kernel.</summary>
    private void TakeStep()
    {
        int q2 = model.States * model.States;
        ForEachSite(i =>
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                int at = SitePairs.Index(model.Sites, i, j) * q2;
                Span<float> block = model.Couplings.AsSpan(at, q2);
                BlockMath.AddScaled(block, (float)rate, direction.AsSpan(at, q2));
                kernel.SetBlock(i, j, block);
            }
        });
        BlockMath.AddScaled(model.Fields, (float)rate, fieldStep);
        CopyFieldsToKernel();
    }

    /// <summary>Counts the chains pair by pair, turns the gradient into the next direction and forms the sums of the record.</summary>
    private TrainingRecord PrepareStep()
    {
        int sites = model.Sites, q = model.States, count = chains.Count;
        float[] single = new float[sites * q];
        for (int i = 0; i < sites; i++)
        {
            int[] counts = new int[q];
            foreach (byte s in bySite.AsSpan(i * count, count)) counts[s]++;
            for (int a = 0; a < q; a++) single[i * q + a] = (float)counts[a] / count;
        }
        float momentum = (float)options.Momentum, penalty = (float)options.FieldPenalty!.Value;
        double meanEnergy = 0;
        for (int n = 0; n < single.Length; n++)
        {
            meanEnergy -= (double)model.Fields[n] * single[n];
            fieldGradient[n] = data.Single[n] - single[n] - penalty * model.Fields[n];
            fieldDirection[n] = momentum * fieldDirection[n] + fieldGradient[n] * (Natural ? siteWeights[n] : 1);
        }
        CorrelationSums[] perSite = new CorrelationSums[sites];
        ForEachSite(i => perSite[i] = PreparePairs(i, single));
        CorrelationSums sums = default;
        foreach (CorrelationSums s in perSite) sums += s;
        fieldDirection.CopyTo(fieldStep, 0);
        if (Natural)
        {
            if (lastSquares > 0) rate = Math.Min(LargestRate, rate * Math.Exp(Adaptation * sums.Agreement / Math.Sqrt(sums.NaturalSquares * lastSquares)));
            lastSquares = sums.NaturalSquares;
            for (int i = 0; i < sites; i++)
            {
                for (int j = 0; j < sites; j++) BlockMath.AddScaled(fieldStep.AsSpan(i * q, q), -1, shifts.AsSpan((i * sites + j) * q, q));
            }
        }
        return new TrainingRecord(Updates, sums.Pearson, sums.Slope, Math.Sqrt(sums.GradientSquares / direction.Length),
            memory.Overlap, meanEnergy - sums.CouplingEnergy, rate, Density);
    }

    private CorrelationSums PreparePairs(int i, float[] single)
    {
        int q = model.States, q2 = q * q, count = chains.Count;
        PairMemory memory = new(q);
        ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
        CorrelationSums sums = default;
        for (int j = i + 1; j < model.Sites; j++)
        {
            BlockMath.ToFrequencies(memory.Histogram.Count(si, bySite.AsSpan(j * count, count)), 1f / count, memory.ChainPair);
            BlockMath.OuterProduct(single.AsSpan(i * q, q), single.AsSpan(j * q, q), memory.ChainProduct);
            BlockMath.OuterProduct(data.Single.AsSpan(i * q, q), data.Single.AsSpan(j * q, q), memory.DataProduct);
            int at = SitePairs.Index(model.Sites, i, j) * q2;
            sums += Measure(memory, data.Pair.AsSpan(at, q2), model.Couplings.AsSpan(at, q2));
            if (graph is not null) BlockMath.Multiply(memory.Gradient, graph.Mask.Slice(at, q2));
            if (Natural) sums += NaturalPair(i, j, memory, direction.AsSpan(at, q2));
            else PlainPair(memory.Gradient, direction.AsSpan(at, q2));
            if (graph is not null) BlockMath.Multiply(direction.AsSpan(at, q2), graph.Mask.Slice(at, q2));
            if (Natural) ShiftFields(i, j, direction.AsSpan(at, q2), memory.ChainPair);
        }
        return sums;
    }

    private void PlainPair(ReadOnlySpan<float> gradient, Span<float> direction)
    {
        float momentum = (float)options.Momentum;
        int ab = 0;
        for (; ab + 8 <= direction.Length; ab += 8)
            (Vector256.Create<float>(direction.Slice(ab, 8)) * momentum + Vector256.Create(gradient.Slice(ab, 8))).CopyTo(direction[ab..]);
        for (; ab < direction.Length; ab++) direction[ab] = direction[ab] * momentum + gradient[ab];
    }

    /// <summary>
    /// The direction of the pair's couplings about the mean: gradient less what fields could do, divided by the frequencies of both states
    /// (docs/derivations/natural-steps.md).
    /// </summary>
    /// <returns>Its square, and its product with the last one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CorrelationSums NaturalPair(int i, int j, PairMemory memory, Span<float> direction)
    {
        int q = model.States;
        float momentum = (float)options.Momentum;
        Span<float> byI = memory.ChainProduct, byJ = memory.DataProduct, weights = memory.ChainPair; // all three have served
        BlockMath.OuterProduct(fieldGradient.AsSpan(i * q, q), data.Single.AsSpan(j * q, q), byI);
        BlockMath.OuterProduct(data.Single.AsSpan(i * q, q), fieldGradient.AsSpan(j * q, q), byJ);
        BlockMath.OuterProduct(siteWeights.AsSpan(i * q, q), siteWeights.AsSpan(j * q, q), weights);
        ReadOnlySpan<float> gradient = memory.Gradient;
        Vector256<float> agreement = default, squares = default;
        int ab = 0;
        for (; ab + 8 <= direction.Length; ab += 8)
        {
            Vector256<float> last = Vector256.Create<float>(direction.Slice(ab, 8)),
                g = Vector256.Create(gradient.Slice(ab, 8)) - Vector256.Create<float>(byI.Slice(ab, 8)) - Vector256.Create<float>(byJ.Slice(ab, 8));
            Vector256<float> step = g * Vector256.Create<float>(weights.Slice(ab, 8));
            agreement += g * last;
            squares += g * step;
            (last * momentum + step).CopyTo(direction[ab..]);
        }
        double agree = Vector256.Sum(agreement), square = Vector256.Sum(squares);
        for (; ab < direction.Length; ab++)
        {
            float g = gradient[ab] - byI[ab] - byJ[ab];
            agree += g * direction[ab];
            square += g * g * weights[ab];
            direction[ab] = direction[ab] * momentum + g * weights[ab];
        }
        return new CorrelationSums { Agreement = agree, NaturalSquares = square };
    }

    /// <summary>What the direction does to the mean local fields of both sites, which the fields take back: sum_b v(a, b) f_j(b), sum_a f_i(a) v(a, b).</summary>
    private void ShiftFields(int i, int j, ReadOnlySpan<float> direction, Span<float> scratch)
    {
        int q = model.States, sites = model.Sites;
        ReadOnlySpan<float> fi = data.Single.AsSpan(i * q, q), fj = data.Single.AsSpan(j * q, q);
        Span<float> onI = shifts.AsSpan((i * sites + j) * q, q), onJ = shifts.AsSpan((j * sites + i) * q, q), columns = scratch[..q];
        columns.Clear();
        for (int a = 0; a < q; a++)
        {
            ReadOnlySpan<float> row = direction.Slice(a * q, q);
            onI[a] = BlockMath.Product(row, fj);
            BlockMath.AddScaled(columns, fi[a], row);
        }
        columns.CopyTo(onJ);
    }

    /// <summary>Adds up what the record needs of a pair, and leaves its gradient in the memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CorrelationSums Measure(PairMemory memory, ReadOnlySpan<float> dataPair, ReadOnlySpan<float> couplings)
    {
        float penalty = (float)options.CouplingPenalty!.Value;
        ReadOnlySpan<float> chainPair = memory.ChainPair, chainProduct = memory.ChainProduct, dataProduct = memory.DataProduct;
        Span<float> gradients = memory.Gradient;
        Vector256<float> x = default, y = default, xx = default, yy = default, xy = default, gg = default, energy = default;
        int ab = 0;
        for (; ab + 8 <= couplings.Length; ab += 8)
        {
            Vector256<float> pair = Vector256.Create(chainPair.Slice(ab, 8)), target = Vector256.Create(dataPair.Slice(ab, 8));
            Vector256<float> coupling = Vector256.Create(couplings.Slice(ab, 8));
            Vector256<float> cd = target - Vector256.Create(dataProduct.Slice(ab, 8)), cm = pair - Vector256.Create(chainProduct.Slice(ab, 8));
            Vector256<float> gradient = target - pair - coupling * penalty;
            gradient.CopyTo(gradients[ab..]);
            x += cd;
            y += cm;
            xx += cd * cd;
            yy += cm * cm;
            xy += cd * cm;
            gg += gradient * gradient;
            energy += coupling * pair;
        }
        CorrelationSums sums = new()
        {
            Terms = couplings.Length,
            X = Vector256.Sum(x),
            Y = Vector256.Sum(y),
            XX = Vector256.Sum(xx),
            YY = Vector256.Sum(yy),
            XY = Vector256.Sum(xy),
            GradientSquares = Vector256.Sum(gg),
            CouplingEnergy = Vector256.Sum(energy),
        };
        for (; ab < couplings.Length; ab++)
        {
            float cd = dataPair[ab] - dataProduct[ab], cm = chainPair[ab] - chainProduct[ab];
            float gradient = gradients[ab] = dataPair[ab] - chainPair[ab] - couplings[ab] * penalty;
            sums += new CorrelationSums
            {
                X = cd,
                Y = cm,
                XX = cd * cd,
                YY = cm * cm,
                XY = cd * cm,
                GradientSquares = gradient * gradient,
                CouplingEnergy = couplings[ab] * chainPair[ab],
            };
        }
        return sums;
    }

    private void ForEachSite(Action<int> body) =>
        Parallel.For(0, model.Sites, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, body);

    /// <summary>What a thread needs for one pair. Rows of an outer product are written in whole vectors, so each ends with room for seven more.</summary>
    private sealed class PairMemory(int states)
    {
        private readonly int length = states * states;
        private readonly float[] buffer = new float[4 * (states * states + 8)];

        public PairHistogram Histogram { get; } = new(states);

        public Span<float> ChainPair => Part(0);

        public Span<float> ChainProduct => Part(1);

        public Span<float> DataProduct => Part(2);

        public Span<float> Gradient => Part(3);

        private Span<float> Part(int n) => buffer.AsSpan(n * (length + 8), length + 8);
    }

    /// <summary>Sums over pairs and states: x the data's connected correlations, y the chains'.</summary>
    private readonly record struct CorrelationSums
    {
        public long Terms { get; init; }

        public double X { get; init; }

        public double Y { get; init; }

        public double XX { get; init; }

        public double YY { get; init; }

        public double XY { get; init; }

        public double GradientSquares { get; init; }

        public double CouplingEnergy { get; init; }

        /// <summary>Product of the gradient with the last direction.</summary>
        public double Agreement { get; init; }

        /// <summary>Product of the gradient with its own natural direction.</summary>
        public double NaturalSquares { get; init; }

        public double Pearson => Covariance / Math.Sqrt((XX - X * X / Terms) * (YY - Y * Y / Terms));

        public double Slope => Covariance / (XX - X * X / Terms);

        private double Covariance => XY - X * Y / Terms;

        public static CorrelationSums operator +(CorrelationSums a, CorrelationSums b) => new()
        {
            Terms = a.Terms + b.Terms,
            X = a.X + b.X,
            Y = a.Y + b.Y,
            XX = a.XX + b.XX,
            YY = a.YY + b.YY,
            XY = a.XY + b.XY,
            GradientSquares = a.GradientSquares + b.GradientSquares,
            CouplingEnergy = a.CouplingEnergy + b.CouplingEnergy,
            Agreement = a.Agreement + b.Agreement,
            NaturalSquares = a.NaturalSquares + b.NaturalSquares,
        };
    }
}

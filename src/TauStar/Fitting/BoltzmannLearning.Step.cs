using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Data;

namespace TauStar.Fitting;

public sealed partial class BoltzmannLearning
{
    private const int Histograms = 4;

    /// <summary>theta += velocity, in the model and in both points of view of the kernel.</summary>
    private void TakeStep()
    {
        int q2 = model.States * model.States;
        ForEachSite(i =>
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                int at = SitePairs.Index(model.Sites, i, j) * q2;
                Span<float> block = model.Couplings.AsSpan(at, q2);
                Add(block, velocity.AsSpan(at, q2));
                kernel.SetBlock(i, j, block);
            }
        });
        Add(model.Fields, fieldVelocity);
        CopyFieldsToKernel();
    }

    /// <summary>Counts the chains pair by pair, updates the velocity by the gradient and forms the sums of the record.</summary>
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
        CorrelationSums[] perSite = new CorrelationSums[sites];
        ForEachSite(i => perSite[i] = PreparePairs(i, single));
        CorrelationSums sums = default;
        foreach (CorrelationSums s in perSite) sums += s;

        double meanEnergy = -sums.CouplingEnergy;
        float rate = (float)options.LearningRate, momentum = (float)options.Momentum, penalty = (float)options.FieldPenalty!.Value;
        for (int n = 0; n < single.Length; n++)
        {
            meanEnergy -= (double)model.Fields[n] * single[n];
            float gradient = data.Single[n] - single[n] - penalty * model.Fields[n];
            fieldVelocity[n] = momentum * fieldVelocity[n] + rate * gradient;
        }
        return new TrainingRecord(Updates, sums.Pearson, sums.Slope, Math.Sqrt(sums.GradientSquares / velocity.Length),
            memory.Overlap, meanEnergy);
    }

    private CorrelationSums PreparePairs(int i, float[] single)
    {
        int q = model.States, q2 = q * q, count = chains.Count, stride = q2 + 8;
        int[] counts = new int[Histograms * q2];
        // Three buffers of q^2 floats; a row of an outer product is written in whole vectors, so each ends with room for seven more.
        float[] buffer = new float[3 * stride];
        Span<float> chainPair = buffer.AsSpan(0, q2), chainProduct = buffer.AsSpan(stride, stride), dataProduct = buffer.AsSpan(2 * stride, stride);
        ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
        CorrelationSums sums = default;
        for (int j = i + 1; j < model.Sites; j++)
        {
            Count(si, bySite.AsSpan(j * count, count), q, counts);
            ToFrequencies(counts, q2, 1f / count, chainPair);
            OuterProduct(single.AsSpan(i * q, q), single.AsSpan(j * q, q), chainProduct);
            OuterProduct(data.Single.AsSpan(i * q, q), data.Single.AsSpan(j * q, q), dataProduct);
            int at = SitePairs.Index(model.Sites, i, j) * q2;
            sums += StepPair(chainPair, chainProduct, dataProduct, data.Pair.AsSpan(at, q2),
                model.Couplings.AsSpan(at, q2), velocity.AsSpan(at, q2));
        }
        return sums;
    }

    /// <summary>
    /// Histogram of the pairs (s_i, s_j) over chains, spread over four so that a conserved pair of columns, whose chains all fall
    /// into one bin, does not wait for its own last store.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<byte> si, ReadOnlySpan<byte> sj, int q, int[] counts)
    {
        Array.Clear(counts);
        int q2 = q * q, c = 0;
        ref int zero = ref MemoryMarshal.GetArrayDataReference(counts);
        for (; c + Histograms <= si.Length; c += Histograms)
        {
            Unsafe.Add(ref zero, si[c] * q + sj[c])++;
            Unsafe.Add(ref zero, q2 + si[c + 1] * q + sj[c + 1])++;
            Unsafe.Add(ref zero, 2 * q2 + si[c + 2] * q + sj[c + 2])++;
            Unsafe.Add(ref zero, 3 * q2 + si[c + 3] * q + sj[c + 3])++;
        }
        for (; c < si.Length; c++) Unsafe.Add(ref zero, si[c] * q + sj[c])++;
    }

    private static void ToFrequencies(ReadOnlySpan<int> counts, int q2, float inverse, Span<float> frequencies)
    {
        int ab = 0;
        for (; ab + 8 <= q2; ab += 8)
        {
            Vector256<int> sum = Vector256.Create(counts.Slice(ab, 8)) + Vector256.Create(counts.Slice(q2 + ab, 8))
                + Vector256.Create(counts.Slice(2 * q2 + ab, 8)) + Vector256.Create(counts.Slice(3 * q2 + ab, 8));
            (Vector256.ConvertToSingle(sum) * inverse).CopyTo(frequencies[ab..]);
        }
        for (; ab < q2; ab++) frequencies[ab] = (counts[ab] + counts[q2 + ab] + counts[2 * q2 + ab] + counts[3 * q2 + ab]) * inverse;
    }

    /// <summary>a b^T, q x q, into a span with room for seven more; b's vectors run past its end into the next row's place.</summary>
    private static void OuterProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> product)
    {
        Span<float> padded = stackalloc float[(b.Length + 7) & ~7];
        b.CopyTo(padded);
        for (int x = 0; x < a.Length; x++)
        {
            for (int y = 0; y < padded.Length; y += 8)
                (Vector256.Create<float>(padded.Slice(y, 8)) * a[x]).CopyTo(product[(x * b.Length + y)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CorrelationSums StepPair(ReadOnlySpan<float> chainPair, ReadOnlySpan<float> chainProduct,
        ReadOnlySpan<float> dataProduct, ReadOnlySpan<float> dataPair, ReadOnlySpan<float> couplings, Span<float> velocity)
    {
        float rate = (float)options.LearningRate, momentum = (float)options.Momentum, penalty = (float)options.CouplingPenalty!.Value;
        Vector256<float> x = default, y = default, xx = default, yy = default, xy = default, gg = default, energy = default;
        int ab = 0;
        for (; ab + 8 <= velocity.Length; ab += 8)
        {
            Vector256<float> pair = Vector256.Create(chainPair.Slice(ab, 8)), target = Vector256.Create(dataPair.Slice(ab, 8));
            Vector256<float> coupling = Vector256.Create(couplings.Slice(ab, 8));
            Vector256<float> cd = target - Vector256.Create(dataProduct.Slice(ab, 8)), cm = pair - Vector256.Create(chainProduct.Slice(ab, 8));
            Vector256<float> gradient = target - pair - coupling * penalty;
            (Vector256.Create<float>(velocity.Slice(ab, 8)) * momentum + gradient * rate).CopyTo(velocity[ab..]);
            x += cd;
            y += cm;
            xx += cd * cd;
            yy += cm * cm;
            xy += cd * cm;
            gg += gradient * gradient;
            energy += coupling * pair;
        }
        CorrelationSums sums = new(velocity.Length, Vector256.Sum(x), Vector256.Sum(y), Vector256.Sum(xx), Vector256.Sum(yy),
            Vector256.Sum(xy), Vector256.Sum(gg), Vector256.Sum(energy));
        for (; ab < velocity.Length; ab++)
        {
            float cd = dataPair[ab] - dataProduct[ab], cm = chainPair[ab] - chainProduct[ab];
            float gradient = dataPair[ab] - chainPair[ab] - couplings[ab] * penalty;
            velocity[ab] = velocity[ab] * momentum + gradient * rate;
            sums += new CorrelationSums(0, cd, cm, cd * cd, cm * cm, cd * cm, gradient * gradient, couplings[ab] * chainPair[ab]);
        }
        return sums;
    }

    private static void Add(Span<float> destination, ReadOnlySpan<float> step)
    {
        int n = 0;
        for (; n + 8 <= step.Length; n += 8)
            (Vector256.Create<float>(destination.Slice(n, 8)) + Vector256.Create(step.Slice(n, 8))).CopyTo(destination[n..]);
        for (; n < step.Length; n++) destination[n] += step[n];
    }

    private void ForEachSite(Action<int> body) =>
        Parallel.For(0, model.Sites, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, body);

    /// <summary>Sums over pairs and states: x the data's connected correlations, y the chains'.</summary>
    private readonly record struct CorrelationSums(
        long Terms, double X, double Y, double XX, double YY, double XY, double GradientSquares, double CouplingEnergy)
    {
        public double Pearson => Covariance / Math.Sqrt((XX - X * X / Terms) * (YY - Y * Y / Terms));

        public double Slope => Covariance / (XX - X * X / Terms);

        private double Covariance => XY - X * Y / Terms;

        public static CorrelationSums operator +(CorrelationSums a, CorrelationSums b) => new(
            a.Terms + b.Terms, a.X + b.X, a.Y + b.Y, a.XX + b.XX, a.YY + b.YY, a.XY + b.XY,
            a.GradientSquares + b.GradientSquares, a.CouplingEnergy + b.CouplingEnergy);
    }
}

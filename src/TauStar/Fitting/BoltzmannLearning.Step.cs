using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TauStar.Landscapes;

namespace TauStar.Fitting;

public sealed partial class BoltzmannLearning
{
    /// <summary>theta += velocity, in the model and in both points of view of the kernel.</summary>
    private void TakeStep()
    {
        int q2 = model.States * model.States;
        ForEachSite(i =>
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                int at = PottsModel.PairIndex(model.Sites, i, j) * q2;
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
        float rate = (float)options.LearningRate, momentum = (float)options.Momentum, penalty = (float)options.FieldPenalty;
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
        int q = model.States, q2 = q * q, count = chains.Count;
        int[] counts = new int[q2];
        float[] buffer = new float[4 * q2];
        Span<float> chainPair = buffer.AsSpan(0, q2), chainProduct = buffer.AsSpan(q2, q2), dataProduct = buffer.AsSpan(2 * q2, q2);
        ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
        float inverse = 1f / count;
        CorrelationSums sums = default;
        for (int j = i + 1; j < model.Sites; j++)
        {
            Array.Clear(counts);
            Count(si, bySite.AsSpan(j * count, count), q, counts);
            for (int ab = 0; ab < q2; ab++) chainPair[ab] = counts[ab] * inverse;
            OuterProduct(single.AsSpan(i * q, q), single.AsSpan(j * q, q), chainProduct);
            OuterProduct(data.Single.AsSpan(i * q, q), data.Single.AsSpan(j * q, q), dataProduct);
            int at = PottsModel.PairIndex(model.Sites, i, j) * q2;
            sums += StepPair(chainPair, chainProduct, dataProduct, data.Pair.AsSpan(at, q2),
                model.Couplings.AsSpan(at, q2), velocity.AsSpan(at, q2));
        }
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ReadOnlySpan<byte> si, ReadOnlySpan<byte> sj, int q, int[] counts)
    {
        ref int zero = ref MemoryMarshal.GetArrayDataReference(counts);
        for (int c = 0; c < si.Length; c++) Unsafe.Add(ref zero, si[c] * q + sj[c])++;
    }

    private static void OuterProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> product)
    {
        for (int x = 0; x < a.Length; x++)
        {
            for (int y = 0; y < b.Length; y++) product[x * b.Length + y] = a[x] * b[y];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CorrelationSums StepPair(ReadOnlySpan<float> chainPair, ReadOnlySpan<float> chainProduct,
        ReadOnlySpan<float> dataProduct, ReadOnlySpan<float> dataPair, ReadOnlySpan<float> couplings, Span<float> velocity)
    {
        float rate = (float)options.LearningRate, momentum = (float)options.Momentum, penalty = (float)options.CouplingPenalty;
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

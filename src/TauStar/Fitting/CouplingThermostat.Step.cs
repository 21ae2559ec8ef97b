using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <content>One step of the parameters: forces by pairs of sites, velocities, moves.</content>
public sealed partial class CouplingThermostat
{
    /// <summary>Moves all parameters, and the kernel with them.</summary>
    /// <returns>|v|^2.</returns>
    private double Move()
    {
        int sites = model.Sites, q = model.States, count = chains.Count;
        float[] pull = new float[sites * q]; // the gradient of plain fields over M
        for (int i = 0; i < sites; i++)
        {
            int[] counts = new int[q];
            foreach (byte s in bySite.AsSpan(i * count, count)) counts[s]++;
            for (int n = i * q; n < (i + 1) * q; n++)
                pull[n] = data.Single[n] - (float)counts[n - i * q] / count - (float)(precision.Fields / samples) * model.Fields[n];
        }
        for (int n = 0; n < pull.Length; n++) force[n] = (float)samples * pull[n] * root[n];
        ForEachSite(i => Pull(i, pull));
        double[] along = Along(force);
        double[] squares = new double[sites + 1];
        ulong noise = stream.Child("noise").Key;
        squares[sites] = Accelerate(velocity.AsSpan(0, pull.Length), 0, along, stream.Child("field noise").Key, 0);
        ForEachSite(i => squares[i] = Accelerate(PairsOf(velocity, i), Offset(i), along, noise, (ulong)SitePairs.Index(sites, i, i + 1) * (ulong)(q * q)));
        along = Along(velocity);
        AddMoves(centredFields, 0, along);
        ForEachSite(i =>
        {
            int first = SitePairs.Index(sites, i, i + 1) * q * q;
            AddMoves(model.Couplings.AsSpan(first, (sites - 1 - i) * q * q), Offset(i), along);
            for (int j = i + 1; j < sites; j++)
            {
                kernel.SetBlock(i, j, model.Block(i, j));
                ShiftFields(i, j, model.Block(i, j));
            }
        });
        centredFields.CopyTo(model.Fields, 0);
        for (int i = 0; i < sites; i++)
        {
            for (int j = 0; j < sites; j++)
            {
                if (j != i) BlockMath.AddScaled(model.Fields.AsSpan(i * q, q), -1, shifts.AsSpan((i * sites + j) * q, q));
            }
        }
        CopyFieldsToKernel();
        return squares.Sum();
    }

    private void ForEachSite(Action<int> body) => Parallel.For(0, model.Sites - 1, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, body);

    /// <summary>Where the pairs of site i with later ones begin among all parameters.</summary>
    private int Offset(int i) => model.Fields.Length + SitePairs.Index(model.Sites, i, i + 1) * model.States * model.States;

    private Span<float> PairsOf(float[] parameters, int i) => parameters.AsSpan(Offset(i), (model.Sites - 1 - i) * model.States * model.States);

    /// <summary>Components along the stiff directions, times what is to be taken of them.</summary>
    private double[] Along(float[] vector)
    {
        double[] along = new double[taken.Length];
        Parallel.For(0, along.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, k => along[k] = taken[k] * BlockMath.Inner(stiff.Vectors[k], vector));
        return along;
    }

    /// <summary>sqrt(G) g of the pairs of a site.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pull(int i, float[] pull)
    {
        int sites = model.Sites, q = model.States, q2 = q * q, count = chains.Count;
        PairMemory memory = new(q);
        ReadOnlySpan<byte> si = bySite.AsSpan(i * count, count);
        ReadOnlySpan<float> fi = data.Single.AsSpan(i * q, q), gi = pull.AsSpan(i * q, q);
        float m = (float)samples, lambda = (float)precision.Couplings;
        ReadOnlySpan<float> chain = memory.Chains, byI = memory.ByI, byJ = memory.ByJ;
        for (int j = i + 1; j < sites; j++)
        {
            int at = SitePairs.Index(sites, i, j) * q2;
            BlockMath.ToFrequencies(memory.Histogram.Count(si, bySite.AsSpan(j * count, count)), 1f / count, memory.Chains);
            BlockMath.OuterProduct(gi, data.Single.AsSpan(j * q, q), memory.ByI);
            BlockMath.OuterProduct(fi, pull.AsSpan(j * q, q), memory.ByJ);
            ReadOnlySpan<float> target = data.Pair.AsSpan(at, q2), theta = model.Couplings.AsSpan(at, q2), roots = root.AsSpan(model.Fields.Length + at, q2);
            Span<float> into = force.AsSpan(model.Fields.Length + at, q2);
            int ab = 0;
            for (; ab + 8 <= q2; ab += 8)
            {
                Vector256<float> gradient = (Vector256.Create(target.Slice(ab, 8)) - Vector256.Create(chain.Slice(ab, 8)) - Vector256.Create(byI.Slice(ab, 8)) - Vector256.Create(byJ.Slice(ab, 8))) * m
                    - Vector256.Create(theta.Slice(ab, 8)) * lambda;
                (gradient * Vector256.Create(roots.Slice(ab, 8))).CopyTo(into[ab..]);
            }
            for (; ab < q2; ab++) into[ab] = ((target[ab] - chain[ab] - byI[ab] - byJ[ab]) * m - theta[ab] * lambda) * roots[ab];
        }
    }

    /// <summary>v = (1 - xi) v + eta (force less what stiff directions are not to have) + noise, on a part of the parameters.</summary>
    /// <returns>|v|^2 of the part.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Accelerate(Span<float> speeds, int offset, double[] along, ulong noise, ulong firstNoise)
    {
        const int Part = 1024; // of numbers at a time, a multiple of the groups of random numbers
        float eta = (float)StepLength, keep = (float)(1 - friction), width = MathF.Sqrt(2 * (float)options.Injected * eta) * NoiseWidth;
        Span<float> step = stackalloc float[Part];
        float[] uniforms = new float[Part + Philox.GroupSize];
        double sum = 0;
        for (int first = 0; first < speeds.Length; first += Part)
        {
            int length = Math.Min(Part, speeds.Length - first);
            Span<float> some = step[..length], speed = speeds.Slice(first, length);
            force.AsSpan(offset + first, length).CopyTo(some);
            for (int k = 0; k < along.Length; k++) BlockMath.AddScaled(some, -(float)along[k], stiff.Vectors[k].AsSpan(offset + first, length));
            // Every parameter has a number of its own, whatever part it is in.
            ulong number = firstNoise + (ulong)first, group = number / Philox.GroupSize;
            int skip = (int)(number % Philox.GroupSize);
            Philox.FillUniform(noise, (ulong)Steps, group, uniforms);
            ReadOnlySpan<float> u = uniforms.AsSpan(skip, length);
            Vector256<float> squares = default;
            int n = 0;
            for (; n + 8 <= length; n += 8)
            {
                Vector256<float> v = Vector256.Create<float>(speed.Slice(n, 8)) * keep + Vector256.Create<float>(some.Slice(n, 8)) * eta
                    + (Vector256.Create(u.Slice(n, 8)) - Vector256.Create(0.5f)) * width;
                v.CopyTo(speed[n..]);
                squares += v * v;
            }
            sum += Vector256.Sum(squares);
            for (; n < length; n++)
            {
                speed[n] = speed[n] * keep + some[n] * eta + (u[n] - 0.5f) * width;
                sum += speed[n] * speed[n];
            }
        }
        return sum;
    }

    /// <summary>theta += sqrt(G) (v less what stiff directions are not to have), on a part of the parameters.</summary>
    private void AddMoves(Span<float> parameters, int offset, double[] along)
    {
        const int Part = 1024;
        Span<float> step = stackalloc float[Part];
        for (int first = 0; first < parameters.Length; first += Part)
        {
            int length = Math.Min(Part, parameters.Length - first);
            Span<float> some = step[..length];
            velocity.AsSpan(offset + first, length).CopyTo(some);
            for (int k = 0; k < along.Length; k++) BlockMath.AddScaled(some, -(float)along[k], stiff.Vectors[k].AsSpan(offset + first, length));
            BlockMath.Multiply(some, root.AsSpan(offset + first, length));
            BlockMath.AddScaled(parameters.Slice(first, length), 1, some);
        }
    }

    /// <summary>sum_b J_ij(a, b) f_j(b) and sum_a f_i(a) J_ij(a, b): what couplings about the mean take from plain fields.</summary>
    private void ShiftFields(int i, int j, ReadOnlySpan<float> block)
    {
        int q = model.States, sites = model.Sites;
        Span<float> onI = shifts.AsSpan((i * sites + j) * q, q), onJ = shifts.AsSpan((j * sites + i) * q, q);
        ReadOnlySpan<float> fi = data.Single.AsSpan(i * q, q), fj = data.Single.AsSpan(j * q, q);
        onJ.Clear();
        for (int a = 0; a < q; a++)
        {
            ReadOnlySpan<float> row = block.Slice(a * q, q);
            onI[a] = BlockMath.Product(row, fj);
            BlockMath.AddScaled(onJ, fi[a], row);
        }
    }

    /// <summary>What a thread needs for one pair. Rows of an outer product are written in whole vectors, so each ends with room for seven more.</summary>
    private sealed class PairMemory(int states)
    {
        private readonly int length = states * states;
        private readonly float[] buffer = new float[3 * (states * states + 8)];

        public PairHistogram Histogram { get; } = new(states);

        public Span<float> Chains => Part(0);

        public Span<float> ByI => Part(1);

        public Span<float> ByJ => Part(2);

        private Span<float> Part(int n) => buffer.AsSpan(n * (length + 8), length + 8);
    }
}

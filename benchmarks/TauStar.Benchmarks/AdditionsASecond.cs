using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Benchmarks;

/// <summary>
/// How close are the transform and the sum by blocks to what one core can do? The peak is measured by additions (and by additions
/// and multiplications) that never leave the registers. Times are those of one addition or multiplication of one number.
/// </summary>
public class AdditionsASecond
{
    private const int Rounds = 4096, InRegisters = 8 * 16 * Rounds;

    private readonly double[] table15 = new double[1 << 15], table20 = new double[1 << 20];
    private readonly SpinPartition spins = new(15);

    [GlobalSetup]
    public void Prepare()
    {
        RandomSource random = RandomStream.FromSeed(1).Open();
        for (int i = 0; i < spins.Spins; i++)
        {
            spins.Fields[i] = 0.4 * random.NextNormal();
            for (int j = 0; j < i; j++) spins.Couplings[i * spins.Spins + j] = 0.4 * random.NextNormal();
        }
        double[] fast = [.. Enumerable.Range(0, 1 << 12).Select(_ => random.NextNormal())], plain = [.. fast];
        WalshHadamard.Transform(fast);
        WalshHadamard.TransformPlain(plain);
        if (!fast.SequenceEqual(plain) || !spins.Sum()) throw new InvalidOperationException("what is to be timed is wrong");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = InRegisters, Description = "peak: 16 chains of additions in registers")]
    public Vector512<double> PeakAdditions()
    {
        Vector512<double> step = Vector512.Create(1e-9);
        Vector512<double> a = step, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a, m = a, n = a, o = a, p = a;
        for (int round = 0; round < Rounds; round++)
        {
            a += step; b += step; c += step; d += step; e += step; f += step; g += step; h += step;
            i += step; j += step; k += step; l += step; m += step; n += step; o += step; p += step;
        }
        return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;
    }

    [Benchmark(OperationsPerInvoke = InRegisters, Description = "peak: 8 chains of additions and 8 of multiplications")]
    public Vector512<double> PeakBoth()
    {
        Vector512<double> step = Vector512.Create(1e-9), factor = Vector512.Create(1 + 1e-9);
        Vector512<double> a = step, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a, m = a, n = a, o = a, p = a;
        for (int round = 0; round < Rounds; round++)
        {
            a += step; b *= factor; c += step; d *= factor; e += step; f *= factor; g += step; h *= factor;
            i += step; j *= factor; k += step; l *= factor; m += step; n *= factor; o += step; p *= factor;
        }
        return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;
    }

    [Benchmark(OperationsPerInvoke = 15 << 15, Description = "Walsh-Hadamard of 2^15 (256 KB)")]
    public void Transform15()
    {
        Array.Clear(table15); // else the numbers grow without bound; 2 % of the time
        WalshHadamard.Transform(table15);
    }

    [Benchmark(OperationsPerInvoke = 20 << 20, Description = "Walsh-Hadamard of 2^20 (8 MB)")]
    public void Transform20()
    {
        Array.Clear(table20);
        WalshHadamard.Transform(table20);
    }

    [Benchmark(OperationsPerInvoke = 5 << 15, Description = "sum by blocks over 2^15 states")]
    public bool Blocks15() => spins.Sum();
}

namespace TauStar.Numerics;

/// <summary>
/// The name of a stream of random numbers: a seed and a path of names below it. Splitting is pure (equal paths give
/// equal numbers), so randomness is an argument and results do not depend on threads or on what else ran.
/// </summary>
/// <example><code>RandomStream root = RandomStream.FromSeed(1);
/// RandomSource shuffle = root.Child("folds").Open();</code></example>
public readonly record struct RandomStream
{
    private RandomStream(ulong key) => Key = key;

    /// <summary>Philox key of the stream.</summary>
    public ulong Key { get; }

    /// <summary>The root stream of a seed.</summary>
    public static RandomStream FromSeed(ulong seed) => new(Mix(seed + 0x9E3779B97F4A7C15));

    /// <summary>The stream of that name below this one.</summary>
    public RandomStream Child(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 0xCBF29CE484222325; // FNV-1a over UTF-16 units; mixed again below
        foreach (char c in name) hash = (hash ^ c) * 0x100000001B3;
        return new(Mix(Mix(Key ^ hash) + 0x632BE59BD9B4E019));
    }

    /// <summary>The stream of that number below this one.</summary>
    public RandomStream Child(long number) => new(Mix(Mix(Key) ^ Mix((ulong)number + 0xD1B54A32D192ED03)));

    /// <summary>Opens the stream for drawing one number after the other.</summary>
    /// <param name="part">Which of the stream's 2^64 disjoint parts.</param>
    public RandomSource Open(ulong part = 0) => new(Key, part);

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection with full avalanche.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>Draws from a <see cref="RandomStream"/> in order. Not safe for use by several threads at once.</summary>
public sealed class RandomSource
{
    private readonly ulong key, part;
    private readonly uint[] words = new uint[4];
    private ulong counter;
    private int left;
    private double spareNormal = double.NaN;

    internal RandomSource(ulong key, ulong part) => (this.key, this.part) = (key, part);

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (left == 0)
        {
            (words[0], words[1], words[2], words[3]) = Philox.Block(key, counter++, part);
            left = 4;
        }
        return words[4 - left--];
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>Uniform on the open interval (0, 1): odd multiples of 2^-53 (one bit more would round up to 1).</summary>
    public double NextDouble() => ToUniform(NextUInt64());

    internal static double ToUniform(ulong word) => ((word >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform on 0..below-1, without bias (rejection).</summary>
    public int NextInt(int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);
        uint range = (uint)below;
        uint limit = uint.MaxValue - (uint)((1UL << 32) % range);
        uint word;
        do word = NextUInt32(); while (word > limit);
        return (int)(word % range);
    }

    /// <summary>Standard normal (polar method of Marsaglia).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spareNormal))
        {
            double spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }
        double u, v, s;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            s = u * u + v * v;
        }
        while (s >= 1 || s == 0);
        double scale = Math.Sqrt(-2 * Math.Log(s) / s);
        spareNormal = v * scale;
        return u * scale;
    }

    /// <summary>Puts the items into random order (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int n = items.Length - 1; n > 0; n--)
        {
            int k = NextInt(n + 1);
            (items[n], items[k]) = (items[k], items[n]);
        }
    }
}

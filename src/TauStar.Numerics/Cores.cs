namespace TauStar.Numerics;

/// <summary>
/// Loops over pieces of work that do not depend on each other, on as many cores as the process may use. How many is a property of the process, as the cores are;
/// the number changes the time, never a result. A loop within such a loop stays on its thread: the outer one has all cores already.
/// </summary>
public static class Cores
{
    private static int most = Environment.ProcessorCount;

    [ThreadStatic]
    private static bool shared;

    /// <summary>Largest number of threads of a loop, at least 1; at first as many as the machine has processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public static int Most
    {
        get => most;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            most = value;
        }
    }

    /// <summary>Threads that a loop begun here would have: <see cref="Most"/>, or 1 within another loop.</summary>
    public static int Free => shared ? 1 : most;

    /// <summary>Does <paramref name="body"/> for 0 to <paramref name="count"/> - 1, in any order.</summary>
    /// <exception cref="AggregateException">What the pieces throw.</exception>
    public static void For(int count, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Free }, i => Beside(body, i));
    }

    /// <summary>The values of <paramref name="piece"/> at 0 to <paramref name="count"/> - 1, in this order.</summary>
    /// <exception cref="AggregateException">What the pieces throw.</exception>
    public static T[] Map<T>(int count, Func<int, T> piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        T[] values = new T[count];
        For(count, i => values[i] = piece(i));
        return values;
    }

    /// <summary>Does work beside which others use the other cores: loops within it stay on its thread.</summary>
    /// <param name="work">What to do with a piece.</param>
    /// <param name="piece">The piece.</param>
    public static void Beside<T>(Action<T> work, T piece)
    {
        ArgumentNullException.ThrowIfNull(work);
        bool before = shared;
        shared = true;
        try
        {
            work(piece);
        }
        finally
        {
            shared = before;
        }
    }
}

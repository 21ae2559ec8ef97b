using Xunit;

namespace TauStar.Numerics.Tests;

public class CoresTests
{
    [Fact]
    public void Pieces_are_all_done_and_stand_in_order() =>
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => n * n), Cores.Map(1000, n => n * n));

    [Fact]
    public void Loops_within_a_loop_stay_on_its_thread()
    {
        int[] strangers = new int[32];
        Cores.For(strangers.Length, n =>
        {
            int own = Environment.CurrentManagedThreadId;
            Assert.Equal(1, Cores.Free);
            Cores.For(100, _ =>
            {
                if (Environment.CurrentManagedThreadId != own) Interlocked.Increment(ref strangers[n]);
            });
        });
        Assert.All(strangers, count => Assert.Equal(0, count));
        Assert.Equal(Cores.Most, Cores.Free); // and here it is free again
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_leaves_the_thread_free()
    {
        AggregateException thrown = Assert.Throws<AggregateException>(() => Cores.For(8, n => throw new InvalidDataException($"{n}")));
        Assert.All(thrown.InnerExceptions, e => Assert.IsType<InvalidDataException>(e));
        Assert.Equal(Cores.Most, Cores.Free);
    }

    [Fact]
    public void At_least_one_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => Cores.Most = 0);

    /// <summary>Never more at work at a time than allowed; all other tests of the assembly go on meanwhile, on fewer threads.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_more_threads_than_allowed(int allowed)
    {
        int before = Cores.Most, now = 0, largest = 0;
        try
        {
            Cores.Most = allowed;
            Cores.For(64, _ =>
            {
                int here = Interlocked.Increment(ref now);
                InterlockedMax(ref largest, here);
                Thread.Sleep(1); // so that others have the time to begin
                Interlocked.Decrement(ref now);
            });
        }
        finally
        {
            Cores.Most = before;
        }
        Assert.InRange(largest, 1, allowed);
    }

    private static void InterlockedMax(ref int largest, int value)
    {
        for (int seen = Volatile.Read(ref largest); value > seen; seen = Volatile.Read(ref largest)) Interlocked.CompareExchange(ref largest, value, seen);
    }
}

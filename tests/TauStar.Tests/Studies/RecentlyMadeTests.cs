using TauStar.Studies;
using Xunit;

namespace TauStar.Tests.Studies;

public sealed class RecentlyMadeTests
{
    [Fact]
    public void The_oldest_go_when_room_ends_and_are_made_again()
    {
        List<int> made = [];
        RecentlyMade<int, int> things = new(room: 10, size: thing => thing, make: key =>
        {
            made.Add(key);
            return key;
        });
        foreach (int key in new[] { 3, 4, 3, 3, 5, 4, 3, 20, 20, 5 }) Assert.Equal(key, things[key]);
        // 3 + 4 fit, 5 drops 3, 3 drops 4, 20 drops all and stays though it is larger than the room, 5 drops it.
        Assert.Equal([3, 4, 5, 3, 20, 5], made);
    }

    [Fact]
    public void Threads_wait_for_one_maker()
    {
        int made = 0;
        RecentlyMade<int, int> things = new(room: 100, size: _ => 1, make: key =>
        {
            Interlocked.Increment(ref made);
            Thread.Sleep(20);
            return -key;
        });
        Parallel.For(0, 8, _ => Assert.Equal(-7, things[7]));
        Assert.Equal(1, made);
    }
}

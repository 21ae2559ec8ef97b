namespace TauStar.Studies;

/// <summary>
/// Things that are costly to make, kept while they fit: the oldest go when there is no room for the newest beside them. What was
/// dropped is made again when it is asked for, so keeping changes the time and never the result. Safe for several threads, which
/// wait for one maker of the same thing.
/// </summary>
/// <param name="room">Sum of the sizes that are kept; the newest is kept whatever its size.</param>
/// <param name="size">Size of a thing.</param>
/// <param name="make">Makes a thing; pure.</param>
internal sealed class RecentlyMade<TKey, TValue>(long room, Func<TValue, long> size, Func<TKey, TValue> make)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Lazy<TValue>> things = [];
    private readonly Queue<(TKey Key, long Size)> kept = [];
    private long taken;

    /// <summary>The thing of that key.</summary>
    public TValue this[TKey key]
    {
        get
        {
            Lazy<TValue>? thing;
            lock (things)
            {
                if (!things.TryGetValue(key, out thing)) things[key] = thing = new Lazy<TValue>(() => Make(key));
            }
            return thing.Value; // outside the lock: making takes long
        }
    }

    private TValue Make(TKey key)
    {
        TValue made = make(key);
        long needed = size(made);
        lock (things)
        {
            while (kept.Count > 0 && taken + needed > room)
            {
                (TKey oldest, long freed) = kept.Dequeue();
                things.Remove(oldest);
                taken -= freed;
            }
            kept.Enqueue((key, needed));
            taken += needed;
        }
        return made;
    }
}

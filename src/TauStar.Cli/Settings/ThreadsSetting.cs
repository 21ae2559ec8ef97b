using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Cli.Settings;

/// <summary><c>--threads</c>: the same in every command that has it, and a bound of all loops of the process.</summary>
internal static class ThreadsSetting
{
    /// <param name="get">The number among the settings.</param>
    /// <param name="with">The settings with another number.</param>
    /// <param name="what">What so many of are at work.</param>
    public static Setting<T> Of<T>(Func<T, int> get, Func<T, int, T> with, string what = "threads") =>
        new("threads", "N", $"{what}; changes the time, never the result", (s, v) => with(s, AtLeastOne(Parse.Whole("--threads", v))), s => $"{get(s)}")
        {
            MayChangeOnResume = true,
            Use = s => Cores.Most = get(s),
        };

    private static int AtLeastOne(int threads) => threads >= 1 ? threads : throw new InputException($"threads is {threads}; allowed: at least 1");
}

using System.Globalization;
using TauStar.Data;

namespace TauStar.Landscapes;

/// <summary>What the built-in truths share: how members become an Id, and how they are refused.</summary>
internal static class TruthMembers
{
    /// <summary>Couplings, fields and deviations up to this size: sums over all pairs stay finite and precise.</summary>
    public const double Largest = 1e6;

    /// <summary>Spins of the largest list: 2^24 configurations.</summary>
    public const int MostSpins = 24;

    /// <summary>Kind and members, e.g. <c>hopfield spins=12 patterns=3 seed=1</c>.</summary>
    public static string Id(string kind, params ReadOnlySpan<(string Name, object Value)> members)
    {
        string id = kind;
        foreach ((string name, object value) in members) id += $" {name}={Text(value)}";
        return id;
    }

    /// <summary>A member within least..most, or a complaint.</summary>
    public static void CheckCount(string name, long value, long least, long most)
    {
        if (value < least || value > most) throw new InputException($"{name} is {value}; allowed are {least} to {most}");
    }

    /// <summary>How many spins can be listed: one more where one of s and -s is enough.</summary>
    public static void CheckSpins(int spins, int least, bool symmetric) =>
        CheckCount("spins", spins, least, symmetric ? MostSpins + 1 : MostSpins);

    /// <summary>A standard deviation, 0 to <see cref="Largest"/>, or a complaint.</summary>
    public static void CheckDeviation(string name, double value)
    {
        if (!(value >= 0 && value <= Largest)) throw new InputException($"{name} is {Text(value)}; allowed are 0 to {Text(Largest)}");
    }

    /// <summary>A coupling of either sign, or a complaint.</summary>
    public static void CheckCoupling(string name, double value)
    {
        if (!(Math.Abs(value) <= Largest)) throw new InputException($"{name} is {Text(value)}; allowed are {Text(-Largest)} to {Text(Largest)}");
    }

    /// <summary>The configurations that a truth lists.</summary>
    /// <exception cref="ArgumentException">Folded, but not symmetric.</exception>
    public static ConfigurationSpace Space(ListedTruth truth, Alphabet alphabet, bool folded)
    {
        if (folded && !truth.IsSymmetric) throw new ArgumentException($"{truth} changes when all spins flip; it cannot be folded", nameof(folded));
        return new ConfigurationSpace(alphabet, truth.Sites, folded);
    }

    // Adding 0 turns -0 into 0: the two are equal, so their Ids have to be.
    private static string Text(object value) => value switch
    {
        double number => (number + 0.0).ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString().ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

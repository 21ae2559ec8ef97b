namespace TauStar.Cli.Settings;

/// <summary>
/// One setting of a command: the same name, parser and help whether it comes as a flag (<c>--name VALUE</c>) or as a key of a
/// configuration file.
/// </summary>
/// <param name="Name">Without dashes.</param>
/// <param name="Argument">What help shows for the value.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Apply">Parses a value into the settings.</param>
/// <param name="Show">The present value as text; null when not set.</param>
internal sealed record Setting<T>(string Name, string Argument, string Help, Func<T, string, T> Apply, Func<T, string?> Show)
{
    /// <summary>Numerical results do not depend on it, so a resumed run may change it.</summary>
    public bool MayChangeOnResume { get; init; }

    /// <summary>Values that shell completion offers.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The same setting of a record that holds this one's.</summary>
    public Setting<TOuter> In<TOuter>(Func<TOuter, T> get, Func<TOuter, T, TOuter> set) => new(Name, Argument, Help, (outer, value) => set(outer, Apply(get(outer), value)), outer => Show(get(outer)))
    {
        MayChangeOnResume = MayChangeOnResume,
        Choices = Choices,
    };
}

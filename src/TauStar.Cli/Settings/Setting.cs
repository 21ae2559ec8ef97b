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

    /// <summary>Another name of the flag, without dashes; configuration files know the first only.</summary>
    public string? Alias { get; init; }

    /// <summary>Tells the process of it once all settings are read.</summary>
    public Action<T>? Use { get; init; }

    /// <summary>The same setting of something that holds a <typeparamref name="T"/>.</summary>
    public Setting<TWhole> Of<TWhole>(Func<TWhole, T> part, Func<TWhole, T, TWhole> with) =>
        new(Name, Argument, Help, (whole, value) => with(whole, Apply(part(whole), value)), whole => Show(part(whole)))
        {
            MayChangeOnResume = MayChangeOnResume,
            Choices = Choices,
            Alias = Alias,
            Use = Use is null ? null : whole => Use(part(whole)),
        };
}

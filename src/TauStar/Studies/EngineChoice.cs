using System.Globalization;
using TauStar.Data;

namespace TauStar.Studies;

/// <summary>Which engine serves a tuning run.</summary>
public static class EngineChoice
{
    /// <summary>The exact engine lists at most 2^20 configurations: some 60 temperatures of them take seconds.</summary>
    public const int MostConfigurations = 1 << 20;

    /// <summary>It solves linear systems of at most this many parameters.</summary>
    public const int MostParameters = 1024;

    /// <summary>Exact or sampled.</summary>
    /// <param name="source">The data.</param>
    /// <param name="options">Settings.</param>
    /// <param name="given">Whether the model was trained elsewhere.</param>
    /// <exception cref="InputException">The settings ask for what cannot be.</exception>
    public static TuningEngine For(AlignmentFindings source, TuningOptions options, bool given)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        string? obstacle = given ? "it fits by itself and cannot take a model from elsewhere" : TooLarge(WithoutUnusedGap(source).Alignment);
        if (options.Engine == TuningEngine.Exact && obstacle is not null)
            throw new InputException($"{source.Path}: not for the exact engine: {obstacle}; use the sampled engine");
        bool exact = options.Engine == TuningEngine.Exact || (options.Engine == TuningEngine.Auto && obstacle is null);
        if (!exact && options.Fit is not null)
        {
            throw new InputException($"{source.Path}: the fit can be chosen in the exact engine only, and this run is sampled"
                + (obstacle is null ? "" : $" ({obstacle})") + "; leave the fit out");
        }
        return exact ? TuningEngine.Exact : TuningEngine.Sampled;
    }

    /// <summary>
    /// What the exact engine works on: a gap that stands nowhere in the data is no state of theirs. Listed all the same, it would get part of the model's
    /// weight, and make the list longer.
    /// </summary>
    public static AlignmentFindings WithoutUnusedGap(AlignmentFindings source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Alignment data = source.Alignment;
        if (!data.Alphabet.HasGap || data.Alphabet.Size < 3 || data.States.Contains((byte)0)) return source;
        byte[] states = data.States.ToArray();
        foreach (ref byte state in states.AsSpan()) state--;
        Alphabet letters = new($"{data.Alphabet.Name} without gap", data.Alphabet.Letters[1..]);
        return source with
        {
            Alignment = new Alignment(letters, [.. data.Names], states, [.. data.Columns]),
            Findings = [.. source.Findings, new Finding("unused-gap", 0, "the gap occurs nowhere and is no state of the exact model")],
        };
    }

    private static string? TooLarge(Alignment data)
    {
        double q = data.Alphabet.Size, sites = data.Sites;
        double configurations = Math.Pow(q, sites), parameters = sites * (q - 1) + sites * (sites - 1) / 2 * (q - 1) * (q - 1);
        return configurations > MostConfigurations
            ? string.Create(CultureInfo.InvariantCulture, $"{q}^{sites} configurations are more than {MostConfigurations}")
            : parameters > MostParameters
            ? string.Create(CultureInfo.InvariantCulture, $"{sites} sites with {q} states have {parameters} parameters, more than {MostParameters}")
            : null;
    }
}

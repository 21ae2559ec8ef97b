using TauStar.Data;

namespace TauStar.Formats.Matrices;

/// <summary>A table of small whole numbers, before they become states.</summary>
internal sealed record StateMatrix
{
    /// <summary>Largest number that a cell may hold: the largest alphabet has 64 states.</summary>
    public const int Largest = 63;

    /// <summary>"CSV" or "NumPy".</summary>
    public required string Format { get; init; }

    /// <summary>Number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of columns.</summary>
    public required int Columns { get; init; }

    /// <summary>Rows x Columns cells, row-major, each -1 to <see cref="Largest"/>.</summary>
    public required sbyte[] Cells { get; init; }

    /// <summary>Names a 0-based row in words: "line 12" or "row 12".</summary>
    public required Func<int, string> Place { get; init; }

    /// <summary>What the parser found worth saying.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Whether a number can be a state or a spin at all.</summary>
    public static bool Allows(double value) => value is >= -1 and <= Largest && value == Math.Floor(value);
}

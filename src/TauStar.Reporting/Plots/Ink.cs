namespace TauStar.Reporting.Plots;

/// <summary>
/// What a colour stands for: the same thing has the same colour in every figure, on paper and on screen.
/// The colours are those of Okabe and Ito and of Tol, told apart with any colour vision; those of an order are of viridis.
/// </summary>
public enum Ink
{
    /// <summary>The fitted model (blue).</summary>
    Model,
    /// <summary>tau' and what is generated at it (vermilion).</summary>
    TauPrime,
    /// <summary>Natural sequences, or a truth that is known (black).</summary>
    Natural,
    /// <summary>Held-out sequences (purple).</summary>
    HeldOut,
    /// <summary>The independent-site control (green).</summary>
    Independent,
    /// <summary>The control with shuffled columns (orange).</summary>
    Shuffled,
    /// <summary>Guides that are no data (grey).</summary>
    Guide,
    /// <summary>tau* and what is generated at it (wine).</summary>
    TauStar,
    /// <summary>A sample of a known truth (olive).</summary>
    Sample,
    /// <summary>The first of nine inks for things in an order, dark to light.</summary>
    Level0,
    /// <summary>The second.</summary>
    Level1,
    /// <summary>The third.</summary>
    Level2,
    /// <summary>The fourth.</summary>
    Level3,
    /// <summary>The fifth.</summary>
    Level4,
    /// <summary>The sixth.</summary>
    Level5,
    /// <summary>The seventh.</summary>
    Level6,
    /// <summary>The eighth.</summary>
    Level7,
    /// <summary>The ninth.</summary>
    Level8,
}

/// <summary>How a line is drawn.</summary>
public enum Stroke
{
    /// <summary>Unbroken.</summary>
    Solid,
    /// <summary>Dashes.</summary>
    Dashed,
    /// <summary>Dots.</summary>
    Dotted,
}

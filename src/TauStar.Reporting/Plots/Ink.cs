namespace TauStar.Reporting.Plots;

/// <summary>
/// What a colour stands for: the same thing has the same colour in every figure, on paper and on screen.
/// The colours are those of Okabe and Ito and of Tol, told apart with any colour vision.
/// </summary>
public enum Ink
{
    /// <summary>The fitted model (blue).</summary>
    Model,
    /// <summary>tau' and what is generated at it (vermilion).</summary>
    TauPrime,
    /// <summary>Natural sequences (black).</summary>
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

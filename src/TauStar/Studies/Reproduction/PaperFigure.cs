namespace TauStar.Studies.Reproduction;

/// <summary>The figures of arXiv:2512.09152 that can be made anew.</summary>
public enum PaperFigure
{
    /// <summary>Figure 2: the two-level worked example, and tau*, tau' over gap and M.</summary>
    Fig2,

    /// <summary>Figure 3: tau* and tau' of the 4 x 4 Ising model over T and M, with one data set explained.</summary>
    Fig3,

    /// <summary>Appendix C, two-level model: kappa and C at tau = 1 against the gap.</summary>
    FigCToy,

    /// <summary>Appendix C, Ising model: kappa and C at tau = 1 against T.</summary>
    FigCIsing,

    /// <summary>Appendix D: what each energy level adds to the divergences, against M.</summary>
    FigD,
}

/// <summary>Names of the figures, as users type them and files are called.</summary>
public static class PaperFigureName
{
    /// <summary>fig2, fig3, figC-toy, figC-ising or figD.</summary>
    public static string Of(PaperFigure figure) => figure switch
    {
        PaperFigure.Fig2 => "fig2",
        PaperFigure.Fig3 => "fig3",
        PaperFigure.FigCToy => "figC-toy",
        PaperFigure.FigCIsing => "figC-ising",
        PaperFigure.FigD => "figD",
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, "no such figure"),
    };

    /// <summary>All figures, in the order of the paper.</summary>
    public static IReadOnlyList<PaperFigure> All { get; } = Enum.GetValues<PaperFigure>();
}

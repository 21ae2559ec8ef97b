namespace TauStar.Studies.Reproduction;

/// <summary>All figures that were made; null is one that was not asked for.</summary>
public sealed record ReproductionData
{
    /// <summary>Figure 2, the worked example.</summary>
    public TwoLevelExample? Fig2Example { get; init; }

    /// <summary>Figure 2, optima over gap and M.</summary>
    public PhaseDiagram? Fig2 { get; init; }

    /// <summary>Figure 3, one data set.</summary>
    public IsingExample? Fig3Example { get; init; }

    /// <summary>Figure 3, optima over T and M.</summary>
    public PhaseDiagram? Fig3 { get; init; }

    /// <summary>Appendix C, two-level model.</summary>
    public ResponseCurve? FigCToy { get; init; }

    /// <summary>Appendix C, Ising model.</summary>
    public ResponseCurve? FigCIsing { get; init; }

    /// <summary>Appendix D.</summary>
    public LevelTable? FigD { get; init; }

    /// <summary>This, with the results of one figure's plan put together.</summary>
    public ReproductionData With(PaperFigure figure, IReadOnlyList<CellResult> results) => figure switch
    {
        PaperFigure.Fig2 => this with { Fig2 = PhaseDiagram.From(results) },
        PaperFigure.Fig3 => this with { Fig3 = PhaseDiagram.From(results) },
        PaperFigure.FigCToy => this with { FigCToy = ResponseCurve.From(results) },
        PaperFigure.FigCIsing => this with { FigCIsing = ResponseCurve.From(results) },
        PaperFigure.FigD => this with { FigD = LevelTable.From(results) },
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, "no such figure"),
    };
}

using TauStar.Numerics;
using TauStar.Reporting.Plots;
using TauStar.Studies.Reproduction;

namespace TauStar.Reporting.Figures;

/// <summary>Appendix D of arXiv:2512.09152: what each energy level adds to the divergences, against M, one row of panels a T.</summary>
public static class ReproductionLevelFigure
{
    /// <summary>Levels above have so few states at low T, or so little probability, that their lines lie on zero.</summary>
    private const int HighestLevel = 8;

    /// <summary>Describes the figure.</summary>
    public static Figure Describe(LevelTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Figure
        {
            Name = PaperFigureName.Of(PaperFigure.FigD),
            Title = "4 x 4 Ising model: what each energy level adds to the divergences",
            HowToRead = "Each line is one energy level of the truth, dark for the ground state. Over all levels, contributions add up to the divergence. "
                + "Bars are standard errors of the mean over replicates.",
            EmptyNote = "No cell was computed.",
            Columns = 3,
            Panels =
            [
                .. table.Rows.GroupBy(row => row.Temperature).SelectMany(row => (Panel[])
                [
                    Of(row, "(data\u2009\u2016\u2009truth)", r => r.EmpiricalTruth),
                    Of(row, "(data\u2009\u2016\u2009fit)", r => r.EmpiricalFit),
                    Of(row, "(fit\u2009\u2016\u2009truth)", r => r.FitTruth),
                ]),
            ],
        };
    }

    private static Panel Of(IGrouping<double, LevelRow> rows, string title, Func<LevelRow, ReplicateMean> contribution) => new()
    {
        Title = $"{title}, T = {Numbers.Setting(rows.Key)}",
        X = ReproductionParts.Samples,
        Y = new Axis("Contribution (nats)"),
        Marks =
        [
            new Level("", Ink.Guide, 0) { Stroke = Stroke.Dotted },
            .. rows.Where(row => row.Level <= HighestLevel).GroupBy(row => row.Level).Select(level => new Curve(
                level.Key == 0 ? "level 0 (ground)" : $"{level.Key}", Ink.Level0 + level.Key,
                [.. level.Select(row => ReproductionParts.At(row.Samples, contribution(row)))]) { Bars = true }),
        ],
    };
}

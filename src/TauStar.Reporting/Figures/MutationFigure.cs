using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Reporting.Plots;

namespace TauStar.Reporting.Figures;

/// <summary>A mutational scan as a map: positions across, new letters upwards, colour the change of the energy.</summary>
public static class MutationFigure
{
    /// <summary>The colours end where this share of all changes lies inside; the wildest would leave the others pale.</summary>
    private const double Shown = 0.98;

    /// <summary>Describes the figure.</summary>
    /// <param name="target">The wild type.</param>
    /// <param name="alphabet">Of its states.</param>
    /// <param name="letters">States that are tried.</param>
    /// <param name="energies">Of single changes.</param>
    public static Figure Describe(TargetSequence target, Alphabet alphabet, IReadOnlyList<byte> letters, MutantEnergies energies)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(letters);
        ArgumentNullException.ThrowIfNull(energies);
        List<(int Position, char From, char To, int Row, double Change)> cells = [];
        for (int site = 0; site < target.Row.Length; site++)
        {
            byte own = target.Row[site];
            if (target.PositionAt(site) is not int position || !letters.Contains(own)) continue;
            for (int row = 0; row < letters.Count; row++)
                cells.Add((position, alphabet.Letters[own], alphabet.Letters[letters[row]], row, energies.Single(new Substitution(site, letters[row]))));
        }
        double most = Limit([.. cells.Where(cell => cell.From != cell.To).Select(cell => Math.Abs(cell.Change)).Order()]);
        ColorScale colors = new("E(mutant) \u2212 E(wild type) (kT)", -most, most) { Scale = AxisScale.Linear, Ticks = [-most, -most / 2, 0, most / 2, most] };
        CurveMarkPoint[] own0 = [.. cells.Where(cell => cell.From == cell.To).Select(cell => new CurveMarkPoint(cell.Position, cell.Row, double.NaN, double.NaN, true, $"{cell.From}{cell.Position}"))];
        return new Figure
        {
            Name = "dms",
            Title = "Mutational scan",
            HowToRead = "Each cell is one mutant. Red costs energy, so the model finds the mutant less plausible than the wild type; blue gains it. Dots are the wild type\u2019s own letters.",
            EmptyNote = "No site of the model has a residue of the sequence.",
            Panels =
            [
                new Panel
                {
                    Title = "Single mutants",
                    X = new Axis("Position"),
                    Y = new Axis("New letter") { Names = [.. letters.Select(letter => $"{alphabet.Letters[letter]}")] },
                    Marks =
                    [
                        new Heatmap([.. cells.Select(cell => new HeatCell(cell.Position - 0.5, cell.Position + 0.5, cell.Row - 0.5, cell.Row + 0.5, cell.Change,
                            $"{cell.From}{cell.Position}{cell.To}: {Numbers.Significant(cell.Change)}"))], colors),
                        new Curve("wild type", Ink.Natural, own0) { Joined = false, Dots = true },
                    ],
                    Wide = true,
                },
            ],
        };
    }

    /// <summary>A round number that holds most changes.</summary>
    private static double Limit(double[] sizes)
    {
        double size = sizes.Length == 0 ? 0 : sizes[(int)(Shown * (sizes.Length - 1))];
        if (!(size > 0)) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(size)));
        return power * Math.Ceiling(2 * size / power) / 2;
    }
}

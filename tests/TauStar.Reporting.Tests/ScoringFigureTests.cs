using System.Numerics;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Reporting.Figures;
using TauStar.Reporting.Plots;
using Xunit;

namespace TauStar.Reporting.Tests;

/// <summary>Figures of mutants, contacts and comparisons hold what they are to show.</summary>
public sealed class ScoringFigureTests
{
    private static PottsModel Model(ulong seed)
    {
        PottsModel model = new(new Alphabet("custom", "-ABC"), 6);
        RandomSource random = RandomStream.FromSeed(seed).Open();
        foreach (ref float h in model.Fields.AsSpan()) h = (float)random.NextNormal();
        foreach (ref float j in model.Couplings.AsSpan()) j = (float)random.NextNormal();
        return model;
    }

    private static Alignment Draw(ulong seed)
    {
        RandomSource random = RandomStream.FromSeed(seed).Open();
        return new Alignment(new Alphabet("custom", "-ABC"), [.. Enumerable.Range(1, 30).Select(m => $"{m}")], [.. Enumerable.Range(0, 30 * 6).Select(_ => (byte)random.NextInt(4))]);
    }

    private static void Draws(Figure figure)
    {
        Assert.True(figure.HasData);
        Assert.StartsWith("<?xml", figure.RenderSvg(), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], figure.RenderPng(72)[..4]);
    }

    [Fact]
    public void A_linear_scale_is_white_at_0_and_even_on_both_sides()
    {
        ColorScale colors = new("change", -2, 4) { Scale = AxisScale.Linear };
        Assert.Equal([0, 0, 0.25, 0.5, 0.625, 1, 1], new double[] { -3, -2, -1, 0, 1, 4, 9 }.Select(colors.PlaceOf));
        Assert.Equal("#FFFFFF", colors.Hex(0));
    }

    [Fact]
    public void The_map_of_mutants_has_a_cell_for_each_and_none_at_gaps()
    {
        PottsModel model = Model(1);
        byte[] row = [1, 0, 3, 2, 0, 1];
        MutantEnergies energies = new(model, row);
        Figure figure = MutationFigure.Describe(new TargetSequence("x", row, "ACBA", [0, 2, 3, 5], 11), model.Alphabet, [1, 2, 3], energies);
        Heatmap map = figure.Panels[0].Marks.OfType<Heatmap>().Single();
        Assert.Equal(4 * 3, map.Cells.Count);
        Assert.Equal([11, 12, 13, 14], map.Cells.Select(cell => cell.Left + 0.5).Distinct());
        Assert.Equal(energies.Single(new(2, 1)), map.Cells.Single(cell => cell.Left == 11.5 && cell.Bottom == -0.5).Value);
        Assert.Equal(4, figure.Panels[0].Marks.OfType<Curve>().Single().Points.Count);
        Draws(figure);
    }

    [Fact]
    public void Contacts_and_predictions_stand_on_their_sides_of_the_diagonal()
    {
        StructureResidue?[] residues = [.. Enumerable.Range(0, 6).Select(n => new StructureResidue($"{n}", 'A', [new Vector3(3 * n, 0, 0)]))];
        ContactPrecision precision = ContactPrecision.Of(ContactScores.Of(Model(1)), residues, 1, 8);
        Figure figure = ContactFigure.Describe(precision, 6);
        Curve[] dots = [.. figure.Panels[1].Marks.OfType<Curve>()];
        Assert.Equal(9, dots[0].Points.Count);
        Assert.All(dots[0].Points, p => Assert.True(p.X > p.Y));
        Assert.Equal(6, dots[1].Points.Count + dots[2].Points.Count);
        Assert.All(dots[1].Points.Concat(dots[2].Points), p => Assert.True(p.X < p.Y));
        Draws(figure);
        Assert.False(ContactFigure.Describe(ContactPrecision.Of([], residues, 1, 8), 6).HasData);
    }

    [Fact]
    public void Comparisons_draw_with_and_without_energies()
    {
        AlignmentComparison bare = AlignmentComparison.Of(Draw(1), Draw(2), null, new(), progress: null);
        AlignmentComparison full = AlignmentComparison.Of(Draw(1), Draw(2), Model(1), new(), progress: null);
        Assert.Equal(AlignmentComparisonFigure.Describe(bare).Panels.Count + 1, AlignmentComparisonFigure.Describe(full).Panels.Count);
        foreach (Panel panel in AlignmentComparisonFigure.Describe(full).Panels)
        {
            foreach (Steps steps in panel.Marks.OfType<Steps>()) Assert.Equal(1, steps.Heights.Sum() * steps.BinWidth, 9);
        }
        Draws(AlignmentComparisonFigure.Describe(full));
        Draws(ModelComparisonFigure.Describe(ModelComparison.Of(Model(1), Model(2))));
    }
}

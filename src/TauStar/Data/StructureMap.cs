namespace TauStar.Data;

/// <summary>Which residue of a structure stands at which site, by way of one sequence of the alignment.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Residues">For each of the L sites its residue; null where the sequence has a gap or the structure shows nothing.</param>
/// <param name="Alignment">Of the sequence's residues, insertions included, with those of the chain.</param>
public sealed record StructureMap(StructureChain Chain, IReadOnlyList<StructureResidue?> Residues, PairwiseAlignment Alignment)
{
    /// <summary>Sites that have a residue.</summary>
    public int Sites => Residues.Count(residue => residue is not null);

    /// <summary>Share of the aligned residues that are identical.</summary>
    public double Identity => Alignment.Aligned == 0 ? 0 : (double)Alignment.Identical / Alignment.Aligned;

    /// <summary>Aligns a sequence with a chain.</summary>
    public static StructureMap Of(TargetSequence target, StructureChain chain)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(chain);
        PairwiseAlignment alignment = PairwiseAlignment.Of(target.Residues, chain.Letters, chain.Breaks);
        return new StructureMap(chain, [.. Enumerable.Range(0, target.Row.Length).Select(site =>
            target.ResidueAt(site) is int residue and >= 0 && alignment.PartnerOf[residue] is int partner and >= 0 ? chain.Residues[partner] : null)], alignment);
    }

    /// <summary>The map with the best score among chains; the first of equal ones.</summary>
    public static StructureMap BestOf(TargetSequence target, IEnumerable<StructureChain> chains) =>
        chains.Select(chain => Of(target, chain)).MaxBy(map => map.Alignment.Score)!;
}

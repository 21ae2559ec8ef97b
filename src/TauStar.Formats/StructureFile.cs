using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Structures;

namespace TauStar.Formats;

/// <summary>
/// Reads the chains of a structure: PDB or mmCIF, found from the content, plain or gzip. Of several models the first, of alternative places
/// the first, no hydrogens, amino acids and nucleotides only (modified ones as what they come from).
/// </summary>
public static class StructureFile
{
    /// <summary>Reads all chains, in the order of the file.</summary>
    /// <exception cref="InputException">No such file, no structure, or a broken line.</exception>
    public static IReadOnlyList<StructureChain> Read(string path) => SourceFile.Read(path, hash: false, source =>
    {
        source.RequireText();
        ChainBuilder chains = new();
        if (source.Text.Peek(1 << 16).StartsWith("data_"u8) || source.Text.Peek(1 << 16).IndexOf("_atom_site."u8) >= 0) CifParser.Parse(source, chains);
        else PdbParser.Parse(source, chains);
        IReadOnlyList<StructureChain> found = chains.Finish();
        return found.Count > 0 ? found : throw source.Complain("holds no amino acid or nucleotide with coordinates; give a structure in PDB or mmCIF format");
    });
}

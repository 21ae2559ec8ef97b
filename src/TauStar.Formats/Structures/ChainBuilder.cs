using System.Numerics;
using TauStar.Data;

namespace TauStar.Formats.Structures;

/// <summary>One atom of a structure as a file has it.</summary>
internal readonly record struct StructureAtom(string Chain, string Residue, string Label, string Name, string Element, string Alternative, Vector3 Place);

/// <summary>Gathers atoms into residues and chains.</summary>
internal sealed class ChainBuilder
{
    private static readonly Dictionary<string, char> Letters = new()
    {
        ["ALA"] = 'A',
        ["ARG"] = 'R',
        ["ASN"] = 'N',
        ["ASP"] = 'D',
        ["CYS"] = 'C',
        ["GLN"] = 'Q',
        ["GLU"] = 'E',
        ["GLY"] = 'G',
        ["HIS"] = 'H',
        ["ILE"] = 'I',
        ["LEU"] = 'L',
        ["LYS"] = 'K',
        ["MET"] = 'M',
        ["PHE"] = 'F',
        ["PRO"] = 'P',
        ["SER"] = 'S',
        ["THR"] = 'T',
        ["TRP"] = 'W',
        ["TYR"] = 'Y',
        ["VAL"] = 'V',
        ["MSE"] = 'M',
        ["SEP"] = 'S',
        ["TPO"] = 'T',
        ["PTR"] = 'Y',
        ["CSO"] = 'C',
        ["OCS"] = 'C',
        ["CME"] = 'C',
        ["CSD"] = 'C',
        ["MLY"] = 'K',
        ["M3L"] = 'K',
        ["KCX"] = 'K',
        ["LLP"] = 'K',
        ["HYP"] = 'P',
        ["PCA"] = 'Q',
        ["HSD"] = 'H',
        ["HSE"] = 'H',
        ["HID"] = 'H',
        ["HIE"] = 'H',
        ["HIP"] = 'H',
        ["CYX"] = 'C',
        ["SEC"] = 'X',
        ["PYL"] = 'X',
        ["UNK"] = 'X',
        ["A"] = 'A',
        ["C"] = 'C',
        ["G"] = 'G',
        ["U"] = 'U',
        ["DA"] = 'A',
        ["DC"] = 'C',
        ["DG"] = 'G',
        ["DT"] = 'T',
        ["PSU"] = 'U',
        ["5MU"] = 'U',
        ["5MC"] = 'C',
        ["1MA"] = 'A',
        ["2MG"] = 'G',
        ["7MG"] = 'G',
        ["M2G"] = 'G',
        ["OMC"] = 'C',
        ["OMG"] = 'G',
        ["H2U"] = 'U',
        ["N"] = 'X',
    };

    private readonly List<(string Id, List<Growing> Residues)> chains = [];

    /// <summary>Adds an atom; ligands, water and hydrogens are dropped.</summary>
    public void Add(in StructureAtom atom)
    {
        if (!Letters.TryGetValue(atom.Residue, out char letter) || IsHydrogen(atom)) return;
        string id = atom.Chain;
        int n = chains.FindIndex(chain => chain.Id == id);
        if (n < 0)
        {
            n = chains.Count;
            chains.Add((id, []));
        }
        List<Growing> residues = chains[n].Residues;
        if (residues.Count == 0 || residues[^1].Label != atom.Label) residues.Add(new Growing(atom.Label, atom.Residue, letter));
        residues[^1].Add(atom);
    }

    /// <summary>All chains with a residue.</summary>
    public IReadOnlyList<StructureChain> Finish() =>
        [.. chains.Select(chain => new StructureChain(chain.Id, [.. chain.Residues.Select(residue => new StructureResidue(residue.Label, residue.Letter, residue.Places))]))];

    private static bool IsHydrogen(in StructureAtom atom) =>
        atom.Element.Length > 0 ? atom.Element is "H" or "D" : atom.Name.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is ['H' or 'D', ..];

    private sealed class Growing(string label, string name, char letter)
    {
        private string? alternative;

        public string Label { get; } = label;
        public char Letter { get; } = letter;
        public List<Vector3> Places { get; } = [];

        public void Add(in StructureAtom atom)
        {
            if (atom.Residue != name) return; // another residue at the same place
            if (atom.Alternative.Length > 0 && (alternative ??= atom.Alternative) != atom.Alternative) return;
            Places.Add(atom.Place);
        }
    }
}

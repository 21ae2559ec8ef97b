using System.Globalization;
using System.Numerics;
using System.Text;
using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>Structures in both formats.</summary>
public sealed class StructureFileTests : TestFiles
{
    /// <summary>Atoms: record, name, alternative, residue, chain, number with insertion code, x, element.</summary>
    private static readonly (string Record, string Name, string Alternative, string Residue, string Chain, string Number, double X, string Element)[] Atoms =
    [
        ("ATOM", "N", "", "ALA", "A", "-1", 1.5, "N"), ("ATOM", "CA", "", "ALA", "A", "-1", -2.25, "C"), ("ATOM", "HA", "", "ALA", "A", "-1", 3, "H"),
        ("ATOM", "CA", "A", "GLY", "A", "2", 4, "C"), ("ATOM", "CA", "B", "GLY", "A", "2", 5, "C"), ("ATOM", "N", "", "GLY", "A", "2", 6, "N"),
        ("ATOM", "CA", "", "TRP", "A", "2A", 7, "C"),
        ("HETATM", "SE", "", "MSE", "A", "3", 8, "SE"),
        ("ATOM", "O5'", "", "DA", "B", "1", 9, "O"), ("ATOM", "P", "", "U", "B", "2", 10, "P"),
        ("HETATM", "O", "", "HOH", "A", "101", 11, "O"), ("HETATM", "ZN", "", "ZN", "A", "102", 12, "ZN"),
    ];

    private static string Pdb(bool elements = true, int models = 1)
    {
        StringBuilder text = new("HEADER    TEST\n");
        for (int model = 1; model <= models; model++)
        {
            if (models > 1) text.Append(CultureInfo.InvariantCulture, $"MODEL     {model,4}\n");
            for (int n = 0; n < Atoms.Length; n++)
            {
                var a = Atoms[n];
                bool inserted = char.IsLetter(a.Number[^1]);
                string name = a.Element.Length == 2 ? a.Name.PadRight(4) : (" " + a.Name).PadRight(4);
                text.Append(CultureInfo.InvariantCulture,
                    $"{a.Record,-6}{n + 1,5} {name}{(a.Alternative.Length > 0 ? a.Alternative : " ")}{a.Residue,3} {a.Chain}{(inserted ? a.Number[..^1] : a.Number),4}{(inserted ? a.Number[^1] : ' ')}   {model * a.X,8:F3}{0.5,8:F3}{-0.25,8:F3}  1.00 10.00{(elements ? a.Element.PadLeft(12) : "")}\n");
            }
            if (models > 1) text.Append("ENDMDL\n");
        }
        return text.Append("END\n").ToString();
    }

    private static string Cif(int models = 1)
    {
        StringBuilder text = new("data_TEST\n#\n_entry.id TEST\n#\nloop_\n");
        foreach (string name in new[] { "group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id", "label_seq_id", "pdbx_PDB_ins_code", "Cartn_x", "Cartn_y", "Cartn_z", "auth_seq_id", "auth_asym_id", "pdbx_PDB_model_num" })
            text.Append("_atom_site.").Append(name).Append(" \n");
        for (int model = 1; model <= models; model++)
        {
            for (int n = 0; n < Atoms.Length; n++)
            {
                var a = Atoms[n];
                bool inserted = char.IsLetter(a.Number[^1]);
                string quoted = a.Name.Contains('\'') ? $"\"{a.Name}\"" : a.Name;
                text.Append(CultureInfo.InvariantCulture,
                    $"{a.Record} {n + 1} {a.Element} {quoted} {(a.Alternative.Length > 0 ? a.Alternative : ".")} {a.Residue} Z {n} {(inserted ? a.Number[^1] : '?')} {model * a.X} 0.5 -0.25 {(inserted ? a.Number[..^1] : a.Number)} {a.Chain} {model}\n");
            }
        }
        return text.Append("#\nloop_\n_other.id\n1\n").ToString();
    }

    private void Holds(IReadOnlyList<StructureChain> chains)
    {
        Assert.Equal(["A", "B"], chains.Select(chain => chain.Id));
        Assert.Equal(["AGWM", "AU"], chains.Select(chain => chain.Letters));
        Assert.Equal(["-1", "2", "2A", "3"], chains[0].Residues.Select(residue => residue.Label));
        Assert.Equal([1.5f, -2.25f], chains[0].Residues[0].Atoms.Select(atom => atom.X)); // no hydrogen
        Assert.Equal([4, 6], chains[0].Residues[1].Atoms.Select(atom => atom.X)); // of alternatives the first
        Assert.Equal(new Vector3(8, 0.5f, -0.25f), chains[0].Residues[3].Atoms.Single());
    }

    [Fact]
    public void Both_formats_say_the_same()
    {
        Holds(StructureFile.Read(Text(Pdb())));
        Holds(StructureFile.Read(Text(Pdb(elements: false)))); // hydrogens by name
        Holds(StructureFile.Read(Text(Pdb(models: 3))));
        Holds(StructureFile.Read(Bytes(Gzip(Encoding.UTF8.GetBytes(Pdb())))));
        Holds(StructureFile.Read(Text(Cif())));
        Holds(StructureFile.Read(Text(Cif(models: 3))));
    }

    [Theory]
    [InlineData("HEADER    TEST\nEND\n", "holds no amino acid")]
    [InlineData(">a\nACDE\n", "holds no amino acid")]
    [InlineData("ATOM      1  CA  ALA A   1      abc\n", "line 1: columns 31 to 38 hold no coordinate")]
    [InlineData("ATOM      1  CA  ALA A   1       1.000\n", "line 1: columns 39 to 46 hold no coordinate")]
    [InlineData("data_x\nloop_\n_atom_site.id\n_atom_site.Cartn_x\n1 2 3\n", "line 5: 3 values for 2 columns")]
    [InlineData("data_x\nloop_\n_atom_site.id\n_atom_site.Cartn_x\n1 2\n", "has no column _atom_site.")]
    public void What_is_no_structure_is_refused(string text, string why) =>
        OneLine(Assert.Throws<InputException>(() => StructureFile.Read(Text(text))).Message, why);
}

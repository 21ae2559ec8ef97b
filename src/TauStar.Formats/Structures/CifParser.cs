using System.Globalization;
using System.Numerics;
using System.Text;
using TauStar.Formats.Input;

namespace TauStar.Formats.Structures;

/// <summary>The loop of atom sites of an mmCIF file, one row a line as archives write it; numbers and chains as authors gave them.</summary>
internal static class CifParser
{
    private const string Prefix = "_atom_site.";

    /// <summary>Reads the loop.</summary>
    /// <exception cref="Data.InputException">A column is missing, or a row is broken.</exception>
    public static void Parse(SourceFile source, ChainBuilder chains)
    {
        List<string> names = [];
        string? model = null;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> bytes))
        {
            string line = Encoding.UTF8.GetString(bytes).Trim();
            if (line.StartsWith(Prefix, StringComparison.Ordinal))
            {
                names.Add(line[Prefix.Length..].Split(' ', '\t')[0]);
                continue;
            }
            if (names.Count == 0) continue;
            if (line.Length == 0) continue;
            if (line[0] is '#' or '_' || line.StartsWith("loop_", StringComparison.Ordinal) || line.StartsWith("data_", StringComparison.Ordinal)) return;
            List<string> cells = Cells(line);
            if (cells.Count != names.Count) throw source.Complain($"line {source.Text.Line}: {cells.Count} values for {names.Count} columns of atom sites");
            string Value(string name, string? instead = null)
            {
                int n = names.IndexOf(name);
                if (n < 0 && instead is not null) n = names.IndexOf(instead);
                if (n < 0) throw source.Complain($"has no column {Prefix}{name}; give a file in PDB or mmCIF format");
                return cells[n] is "." or "?" ? "" : cells[n];
            }
            string Optional(string name) => names.Contains(name) ? Value(name) : "";
            float Coordinate(string name) => float.TryParse(Value(name), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
                ? value : throw source.Complain($"line {source.Text.Line}: {Prefix}{name} is no coordinate");
            string number = Optional("pdbx_PDB_model_num");
            if (number != (model ??= number)) return;
            chains.Add(new StructureAtom(Value("auth_asym_id", "label_asym_id"), Value("auth_comp_id", "label_comp_id"), Value("auth_seq_id", "label_seq_id") + Optional("pdbx_PDB_ins_code"),
                Value("auth_atom_id", "label_atom_id"), Optional("type_symbol").ToUpperInvariant(), Optional("label_alt_id"),
                new Vector3(Coordinate("Cartn_x"), Coordinate("Cartn_y"), Coordinate("Cartn_z"))));
        }
    }

    /// <summary>Values between white space; one that begins with a quote ends at the same quote before white space.</summary>
    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        for (int at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }
            int end = at + 1;
            if (line[at] is '\'' or '"')
            {
                while (end < line.Length && !(line[end] == line[at] && (end + 1 == line.Length || char.IsWhiteSpace(line[end + 1])))) end++;
                cells.Add(line[(at + 1)..Math.Min(end, line.Length)]);
                at = end + 1;
                continue;
            }
            while (end < line.Length && !char.IsWhiteSpace(line[end])) end++;
            cells.Add(line[at..end]);
            at = end;
        }
        return cells;
    }
}

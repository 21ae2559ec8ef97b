using System.Globalization;
using System.Numerics;
using System.Text;
using TauStar.Formats.Input;

namespace TauStar.Formats.Structures;

/// <summary>ATOM and HETATM records of the PDB format, fixed columns (format version 3.3), up to the end of the first model.</summary>
internal static class PdbParser
{
    /// <summary>Reads to the end of the first model.</summary>
    /// <exception cref="Data.InputException">A record without coordinates.</exception>
    public static void Parse(SourceFile source, ChainBuilder chains)
    {
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> bytes))
        {
            if (bytes.StartsWith("ENDMDL"u8)) return;
            if (!bytes.StartsWith("ATOM  "u8) && !bytes.StartsWith("HETATM"u8)) continue;
            string line = Encoding.Latin1.GetString(bytes);
            string Columns(int first, int last) => line.Length < first ? "" : line[(first - 1)..Math.Min(last, line.Length)].Trim();
            float Coordinate(int first) => float.TryParse(Columns(first, first + 7), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
                ? value : throw source.Complain($"line {source.Text.Line}: columns {first} to {first + 7} hold no coordinate; give a file in PDB or mmCIF format");
            chains.Add(new StructureAtom(Columns(22, 22), Columns(18, 20), Columns(23, 27), Columns(13, 16), Columns(77, 78).ToUpperInvariant(), Columns(17, 17),
                new Vector3(Coordinate(31), Coordinate(39), Coordinate(47))));
        }
    }
}

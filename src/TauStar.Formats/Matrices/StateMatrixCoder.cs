using TauStar.Data;
using TauStar.Formats.Alignments;
using TauStar.Formats.Input;

namespace TauStar.Formats.Matrices;

/// <summary>Turns a table of numbers into states: {0, 1} binary, {-1, 1} spins, 0 to q-1 states of any alphabet.</summary>
internal static class StateMatrixCoder
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@*";

    /// <summary>Finds the alphabet, unless one is given, and codes every cell.</summary>
    /// <exception cref="InputException">Numbers that are no states of the alphabet.</exception>
    public static CodedAlignment Code(SourceFile source, StateMatrix matrix, AlignmentReaderOptions options)
    {
        if (matrix.Rows == 1 && options.LeastSequences > 1) throw source.Complain("the table has one row only; give a file with at least 2");
        int least = StateMatrix.Largest, largest = -1;
        bool zero = false;
        foreach (sbyte cell in matrix.Cells)
        {
            least = Math.Min(least, cell);
            largest = Math.Max(largest, cell);
            zero |= cell == 0;
        }
        Alphabet alphabet = options.Alphabet ?? Detect(least, largest);
        bool spins = least < 0;
        if (spins) CheckSpins(source, matrix, alphabet, zero, largest);
        else if (largest >= alphabet.Size)
        {
            int at = Array.FindIndex(matrix.Cells, cell => cell >= alphabet.Size);
            throw source.Complain($"{Where(matrix, at)}: {matrix.Cells[at]} is no state of the alphabet {alphabet}, "
                + $"which has 0 to {alphabet.Size - 1}; correct it or name another alphabet");
        }
        if (options.Alphabet is null)
        {
            matrix.Findings.Add(new Finding("alphabet", alphabet.Size,
                $"alphabet {alphabet}: the numbers run from {least} to {largest}"));
        }
        if (least == 1 && largest > 1)
        {
            matrix.Findings.Add(new Finding("counts-from-one", 1,
                "state 0 never occurs; if the file counts states from 1, subtract 1 from every number"));
        }
        return new CodedAlignment
        {
            Format = matrix.Format,
            Alphabet = alphabet,
            Names = [.. Enumerable.Range(1, matrix.Rows).Select(m => $"row {m}")],
            States = Array.ConvertAll(matrix.Cells, cell => spins ? (byte)(cell > 0 ? 1 : 0) : (byte)cell),
            Columns = [.. Enumerable.Range(1, matrix.Columns)],
            SequencesRead = matrix.Rows,
            ColumnsRead = matrix.Columns,
            Findings = matrix.Findings,
        };
    }

    private static Alphabet Detect(int least, int largest) =>
        least < 0 ? Alphabet.Spin
        : largest <= 1 ? Alphabet.Binary
        : new Alphabet("custom", Digits[..(largest + 1)]);

    private static void CheckSpins(SourceFile source, StateMatrix matrix, Alphabet alphabet, bool zero, int largest)
    {
        if (!zero && largest <= 1 && alphabet.Equals(Alphabet.Spin)) return;
        int at = Array.IndexOf(matrix.Cells, (sbyte)-1);
        throw source.Complain(alphabet.Equals(Alphabet.Spin)
            ? $"{Where(matrix, at)}: -1 marks spins, but numbers other than -1 and 1 occur; give -1 and 1, or 0 to q-1"
            : $"{Where(matrix, at)}: -1 is no state of the alphabet {alphabet}; give 0 to {alphabet.Size - 1}, or ask for spins");
    }

    private static string Where(StateMatrix matrix, int cell) =>
        $"{matrix.Place(cell / matrix.Columns)}, column {cell % matrix.Columns + 1}";
}

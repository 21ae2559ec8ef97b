namespace TauStar.Data;

/// <summary>
/// The best alignment of two sequences that are nearly the same, such as a protein and the residues that its structure shows: identical
/// letters count 5, different ones -4, X against anything 0, a gap -10 and -1 for each letter in it; gaps at the ends are free
/// (Gotoh, J. Mol. Biol. 162, 705, 1982). Where the second is known to lack letters, a gap costs 1 less: of equal places for it, there.
/// </summary>
/// <param name="PartnerOf">For each letter of the first the 0-based place of its partner in the second, or -1.</param>
/// <param name="Score">The sum of all counts.</param>
/// <param name="Aligned">Letters of the first that have a partner.</param>
/// <param name="Identical">Those that equal theirs.</param>
public sealed record PairwiseAlignment(int[] PartnerOf, int Score, int Aligned, int Identical)
{
    /// <summary>Counts of letters and gaps.</summary>
    public const int Match = 5, Mismatch = -4, Open = -10, Extend = -1, OpenAtBreak = Open + 1;

    private const int Never = int.MinValue / 2;

    /// <summary>Aligns. Cost and memory O(n m).</summary>
    /// <param name="first">Letters.</param>
    /// <param name="second">Letters.</param>
    /// <param name="breaks">Places of the second before which letters are known to be missing; null: none are.</param>
    public static PairwiseAlignment Of(string first, string second, IReadOnlySet<int>? breaks = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int n = first.Length, m = second.Length, width = m + 1;
        int[] open = [.. Enumerable.Range(0, width).Select(j => breaks?.Contains(j) == true ? OpenAtBreak : Open)];
        // Best scores of prefixes that end in a pair, in a letter of the first alone, in a letter of the second alone.
        int[] pair = new int[(n + 1) * width], alone = new int[(n + 1) * width], other = new int[(n + 1) * width];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= m; j++)
            {
                int at = i * width + j;
                if (i == 0 || j == 0)
                {
                    // Leading gaps are free, and count as pairs that never were.
                    (pair[at], alone[at], other[at]) = (0, Never, Never);
                    continue;
                }
                int diagonal = at - width - 1, up = at - width, left = at - 1;
                pair[at] = Best(pair[diagonal], alone[diagonal], other[diagonal]) + ScoreOf(first[i - 1], second[j - 1]);
                alone[at] = Best(Math.Max(pair[up], other[up]) + open[j] + Extend, alone[up] + Extend, Never);
                other[at] = Best(Math.Max(pair[left], alone[left]) + Open + Extend, other[left] + Extend, Never);
            }
        }
        // Trailing gaps are free: the best end on the last row or column.
        (int endI, int endJ, int score) = (n, 0, 0);
        for (int i = 0; i <= n; i++)
        {
            for (int j = i == n ? 0 : m; j <= m; j++)
            {
                if (pair[i * width + j] > score) (endI, endJ, score) = (i, j, pair[i * width + j]);
            }
        }
        return Trace(first, second, (pair, alone, other, open), (endI, endJ, score));
    }

    private static PairwiseAlignment Trace(string first, string second, (int[] Pair, int[] Alone, int[] Other, int[] Open) table, (int I, int J, int Score) end)
    {
        int[] partner = new int[first.Length];
        Array.Fill(partner, -1);
        int width = second.Length + 1, aligned = 0, identical = 0, i = end.I, j = end.J;
        int[] current = table.Pair;
        while (i > 0 && j > 0)
        {
            int at = i * width + j, value = current[at];
            if (current == table.Pair)
            {
                partner[--i] = --j;
                aligned++;
                if (first[i] == second[j]) identical++;
                int before = value - ScoreOf(first[i], second[j]), from = i * width + j;
                current = table.Pair[from] == before ? table.Pair : table.Alone[from] == before ? table.Alone : table.Other;
            }
            else if (current == table.Alone)
            {
                int from = --i * width + j;
                current = table.Alone[from] + Extend == value ? table.Alone : table.Pair[from] + table.Open[j] + Extend == value ? table.Pair : table.Other;
            }
            else
            {
                int from = i * width + --j;
                current = table.Other[from] + Extend == value ? table.Other : table.Pair[from] + Open + Extend == value ? table.Pair : table.Alone;
            }
        }
        return new PairwiseAlignment(partner, end.Score, aligned, identical);
    }

    internal static int ScoreOf(char a, char b) => a == 'X' || b == 'X' ? 0 : a == b ? Match : Mismatch;

    private static int Best(int a, int b, int c) => Math.Max(a, Math.Max(b, c));
}

using System.Text;
using TauStar.Data;
using TauStar.Formats.Input;

namespace TauStar.Formats.Alignments;

/// <summary>
/// Aligned FASTA, A2M and A3M: '>' and a name, then letters on one or more lines. Lines that begin with '#' before the
/// first record (the name line of HH-suite) are skipped, and so are HH-suite's annotation records.
/// </summary>
internal static class FastaParser
{
    private static readonly string[] Annotations = ["ss_pred", "ss_conf", "ss_dssp", "sa_dssp", "sa_pred"];

    /// <summary>Reads to the end of the file.</summary>
    /// <param name="source">The file, at its start.</param>
    /// <param name="extra">Letters of a custom alphabet, allowed beside the usual ones.</param>
    /// <exception cref="InputException">The text is not FASTA.</exception>
    public static RawAlignment Parse(SourceFile source, string extra)
    {
        RawAlignment alignment = new();
        RawSequence? current = null;
        bool skipping = false;
        int annotations = 0, number = 0;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            line = line.TrimStart(" \t"u8);
            if (line is [(byte)'>', ..])
            {
                string name = Encoding.UTF8.GetString(line[1..].Trim(" \t"u8));
                skipping = IsAnnotation(name);
                if (skipping)
                {
                    annotations++;
                    continue;
                }
                current?.Finish(extra);
                number++;
                current = new RawSequence(name.Length > 0 ? name : $"sequence {number}", number, source.Text.Line);
                alignment.Rows.Add(current);
            }
            else if (current is not null && !skipping) current.Append(source, line, source.Text.Line, extra);
        }
        current?.Finish(extra);
        if (annotations > 0)
        {
            alignment.Findings.Add(new Finding("annotation-records", annotations,
                $"skipped {Excerpt.Count(annotations, "annotation record")} of HH-suite (secondary structure and the like)"));
        }
        return alignment;
    }

    private static bool IsAnnotation(string name)
    {
        int space = name.AsSpan().IndexOfAny(' ', '\t');
        return Annotations.Contains(space < 0 ? name : name[..space]);
    }
}

using TauStar.Data;

namespace TauStar.Formats.Alignments;

/// <summary>Rows of states out of any format, before gappy rows and empty columns are removed.</summary>
internal sealed record CodedAlignment
{
    /// <summary>Format for <see cref="AlignmentFindings.Format"/>, without ", gzip".</summary>
    public required string Format { get; init; }

    /// <summary>The states of a site.</summary>
    public required Alphabet Alphabet { get; init; }

    /// <summary>Names of the rows.</summary>
    public required string[] Names { get; init; }

    /// <summary>Rows x <see cref="Columns"/> states, row-major.</summary>
    public required byte[] States { get; init; }

    /// <summary>1-based column of the file for each site.</summary>
    public required int[] Columns { get; init; }

    /// <summary>Rows in the file.</summary>
    public required int SequencesRead { get; init; }

    /// <summary>Columns of the longest raw row.</summary>
    public required int ColumnsRead { get; init; }

    /// <summary>What was found so far.</summary>
    public required List<Finding> Findings { get; init; }
}

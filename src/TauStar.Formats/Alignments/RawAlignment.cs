using TauStar.Data;

namespace TauStar.Formats.Alignments;

/// <summary>Rows of letters out of a FASTA, A2M/A3M or Stockholm file, before columns are chosen and letters read.</summary>
internal sealed class RawAlignment
{
    /// <summary>The rows, in file order.</summary>
    public List<RawSequence> Rows { get; } = [];

    /// <summary>The Stockholm reference line, which marks match columns; null where there is none.</summary>
    public RawSequence? Reference { get; set; }

    /// <summary>Whether the file is Stockholm.</summary>
    public bool IsStockholm { get; init; }

    /// <summary>What the parser found worth saying.</summary>
    public List<Finding> Findings { get; } = [];
}

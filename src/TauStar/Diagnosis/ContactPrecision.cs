using TauStar.Data;

namespace TauStar.Diagnosis;

/// <summary>A pair of sites whose distance is known, at its rank.</summary>
/// <param name="Score">The prediction.</param>
/// <param name="Distance">In the structure, angstrom.</param>
/// <param name="IsContact">Whether that is a contact.</param>
/// <param name="Precision">Share of contacts among this pair and all that rank before it: the positive predictive value.</param>
public readonly record struct RankedContact(ContactScore Score, double Distance, bool IsContact, double Precision);

/// <summary>
/// Predicted contacts held against a structure: how many of the first n are contacts. Pairs of which a site has no coordinates are left
/// out, and do not count.
/// </summary>
/// <param name="Ranked">All pairs that count, best score first.</param>
/// <param name="Cutoff">Distance up to which a pair is a contact, angstrom.</param>
public sealed record ContactPrecision(IReadOnlyList<RankedContact> Ranked, double Cutoff)
{
    /// <summary>Contacts among all pairs.</summary>
    public int Contacts => Ranked.Count(pair => pair.IsContact);

    /// <summary>Share of contacts among all pairs: the precision of a guess.</summary>
    public double BaseRate => Ranked.Count == 0 ? double.NaN : (double)Contacts / Ranked.Count;

    /// <summary>Precision of the first n pairs; NaN where there are fewer.</summary>
    public double At(int n) => n >= 1 && n <= Ranked.Count ? Ranked[n - 1].Precision : double.NaN;

    /// <summary>Ranks pairs and counts.</summary>
    /// <param name="scores">Scores of pairs, in any order.</param>
    /// <param name="residues">For each site its residue in the structure; null where it has none.</param>
    /// <param name="separation">Pairs nearer along the sites than this are left out.</param>
    /// <param name="cutoff">Largest distance of a contact, angstrom.</param>
    public static ContactPrecision Of(IEnumerable<ContactScore> scores, IReadOnlyList<StructureResidue?> residues, int separation, double cutoff)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(residues);
        List<RankedContact> ranked = [];
        int contacts = 0;
        foreach (ContactScore score in scores.Where(s => s.J - s.I >= separation).OrderByDescending(s => s.Score))
        {
            if (residues[score.I] is not StructureResidue a || residues[score.J] is not StructureResidue b) continue;
            double distance = a.DistanceTo(b);
            if (distance <= cutoff) contacts++;
            ranked.Add(new RankedContact(score, distance, distance <= cutoff, (double)contacts / (ranked.Count + 1)));
        }
        return new ContactPrecision(ranked, cutoff);
    }
}

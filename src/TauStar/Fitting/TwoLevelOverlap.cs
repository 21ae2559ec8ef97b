namespace TauStar.Fitting;

/// <summary>
/// How the levels of a two-level truth and of a two-level model share the N states: four groups, in each of which all
/// states are alike. Counts, at least 0.
/// </summary>
/// <param name="FoundLow">Low in truth and model.</param>
/// <param name="MissedLow">Low in the truth only: n_g - <paramref name="FoundLow"/>.</param>
/// <param name="High">High in truth and model; o in the paper.</param>
/// <param name="FalselyLow">Low in the model only: n_e - o.</param>
public readonly record struct TwoLevelOverlap(int FoundLow, int MissedLow, int High, int FalselyLow)
{
    /// <summary>N.</summary>
    public int States => FoundLow + MissedLow + High + FalselyLow;

    /// <summary>n_g, low in the truth.</summary>
    public int Ground => FoundLow + MissedLow;

    /// <summary>n_e, high in the truth.</summary>
    public int Excited => High + FalselyLow;

    /// <summary>n^_g, low in the model.</summary>
    public int GroundHat => FoundLow + FalselyLow;

    /// <summary>n^_e, high in the model.</summary>
    public int ExcitedHat => High + MissedLow;
}

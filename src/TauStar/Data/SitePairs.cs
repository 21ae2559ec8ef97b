namespace TauStar.Data;

/// <summary>
/// The order of pairs of sites i &lt; j (0-based) in every array over pairs: (0,1), (0,2), ..., (0,L-1), (1,2), ...
/// </summary>
public static class SitePairs
{
    /// <summary>L(L-1)/2.</summary>
    public static int Count(int sites) => sites * (sites - 1) / 2;

    /// <summary>Number of the pair i &lt; j.</summary>
    public static int Index(int sites, int i, int j) => i * (2 * sites - i - 1) / 2 + (j - i - 1);
}

namespace TauStar.Landscapes;

/// <summary>
/// A ground truth, p(x) ~ exp(-E(x)/T): what a laboratory knows and a user never does. A truth is a small record: equal
/// records are equal truths, disorder included, for its seed is a member.
/// </summary>
public abstract record GroundTruth
{
    /// <summary>
    /// One word and every member, e.g. <c>ising rows=4 columns=4 layers=1 coupling=1 periodic=true</c>: equal exactly for equal truths. It
    /// names the truth in result stores and seeds its data. Names of members are those of plan files: lower case, words apart by dashes.
    /// </summary>
    public abstract string Id { get; }

    /// <summary>Id, for messages and tables.</summary>
    public sealed override string ToString() => Id;

    /// <summary>Complains about members out of range. Cheap: nothing is listed, so that a study can check all truths before any work.</summary>
    /// <exception cref="Data.InputException">One line that names the member, its value and what is allowed.</exception>
    public virtual void Check()
    {
    }
}

/// <summary>A ground truth whose configurations can all be listed.</summary>
public abstract record ListedTruth : GroundTruth
{
    /// <summary>L.</summary>
    public abstract int Sites { get; }

    /// <summary>Whether E(s) = E(-s) for all s: two states a site, no fields. Only then can the list be folded.</summary>
    public abstract bool IsSymmetric { get; }

    /// <summary>All energies, at T = 1; other temperatures by <see cref="EnumeratedDistribution.At"/>.</summary>
    /// <param name="folded">List one of s and -s; only where <see cref="IsSymmetric"/>.</param>
    /// <exception cref="Data.InputException">Members out of range, or more configurations than can be listed.</exception>
    /// <exception cref="ArgumentException">Folded, but not symmetric.</exception>
    public abstract EnumeratedDistribution Enumerate(bool folded);
}

namespace TauStar.Fitting;

/// <summary>Which couplings a training has, and how that changes as it goes.</summary>
public abstract record GraphRule
{
    private GraphRule()
    {
    }

    /// <summary>All couplings.</summary>
    public static GraphRule Dense { get; } = new All();

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="Data.InputException">Names the setting, its value and the allowed range.</exception>
    public virtual void Validate()
    {
    }

    private sealed record All : GraphRule;

    /// <summary>Those of a graph that is given.</summary>
    /// <param name="Graph">The couplings that there are.</param>
    public sealed record Fixed(CouplingGraph Graph) : GraphRule;

    /// <summary>
    /// From none, one after the other: every <paramref name="Updates"/> updates those join that the likelihood gains most by (element activation; Calvanese,
    /// Lambert, Nghe, Zamponi and Weigt, 2024).
    /// </summary>
    /// <param name="Updates">Updates between two activations.</param>
    /// <param name="Fraction">Share of all couplings that joins at a time.</param>
    public sealed record Activation(int Updates = 10, double Fraction = 0.001) : GraphRule
    {
        /// <inheritdoc />
        public override void Validate()
        {
            BoltzmannOptions.Require(Updates >= 1, "updates between activations", Updates, "at least 1");
            BoltzmannOptions.Require(Fraction is > 0 and <= 1, "share activated at a time", Fraction, "above 0, at most 1");
        }
    }

    /// <summary>
    /// From all, down: whenever the target Pearson is reached, those go that the model misses least (element decimation; Barrat-Charles, Muntoni, Shimagaki,
    /// Weigt and Zamponi, 2021), until few are left.
    /// </summary>
    /// <param name="Density">Share of all couplings to be left.</param>
    /// <param name="Rate">Share of those that are there that goes at a time.</param>
    public sealed record Decimation(double Density = 0.02, double Rate = 0.01) : GraphRule
    {
        /// <inheritdoc />
        public override void Validate()
        {
            BoltzmannOptions.Require(Density is > 0 and < 1, "density to be left", Density, "above 0, below 1");
            BoltzmannOptions.Require(Rate is > 0 and < 1, "share decimated at a time", Rate, "above 0, below 1");
        }
    }
}

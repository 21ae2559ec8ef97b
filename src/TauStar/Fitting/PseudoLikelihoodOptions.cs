namespace TauStar.Fitting;

/// <summary>Settings of <see cref="PseudoLikelihood"/>.</summary>
public sealed record PseudoLikelihoodOptions
{
    /// <summary>Threads; never changes the result.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Iterations at most.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>Ends when a further decrease of the loss is predicted to be below this times 1 + loss.</summary>
    public double Tolerance { get; init; } = 1e-8;
}

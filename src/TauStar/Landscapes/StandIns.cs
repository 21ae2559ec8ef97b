namespace TauStar.Landscapes
{
    /// <summary>Stand-in: an Ising model on a square lattice.</summary>
    /// <param name="Rows">Lattice rows.</param>
    /// <param name="Columns">Lattice columns.</param>
    /// <param name="Coupling">J.</param>
    /// <param name="Periodic">Whether the lattice closes on itself.</param>
    public sealed record IsingTruth(int Rows, int Columns, double Coupling = 1, bool Periodic = true) : GroundTruth
    {
        /// <inheritdoc/>
        public override string Id => FormattableString.Invariant($"ising rows={Rows} columns={Columns} coupling={Coupling:R} periodic={Periodic}");
    }

    /// <summary>Stand-in: the two-level landscape.</summary>
    /// <param name="States">N.</param>
    /// <param name="Ground">n_g.</param>
    /// <param name="Gap">Delta.</param>
    public sealed record TwoLevelTruth(int States, int Ground, double Gap) : GroundTruth
    {
        /// <inheritdoc/>
        public override string Id => FormattableString.Invariant($"two-level states={States} ground={Ground} gap={Gap:R}");
    }
}

namespace TauStar.Fitting
{
    /// <summary>Stand-in: the gradient ascent of the published runs.</summary>
    public sealed record PublishedFit : FitMethod
    {
        /// <inheritdoc/>
        public override string Id => "published";
    }

    /// <summary>Stand-in: maximum likelihood for the two-level model.</summary>
    public sealed record TwoLevelFitMethod : FitMethod
    {
        /// <inheritdoc/>
        public override string Id => "two-level";
    }
}

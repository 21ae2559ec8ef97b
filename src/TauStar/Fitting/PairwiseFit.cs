using TauStar.Landscapes;

namespace TauStar.Fitting;

/// <summary>A fitted pairwise model, and how the fit went.</summary>
/// <param name="Features">The family.</param>
/// <param name="Theta">D parameters: E^ = -theta.phi.</param>
/// <param name="NegativeLogLikelihood">log Z - theta.mu_d, in nats a sample, without penalty.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Converged">False where the rule of the method did not end it: at the limit of steps, or, for Newton, where the maximum lies at infinity.</param>
public sealed record PairwiseFit(
    PairwiseFeatures Features, double[] Theta, double NegativeLogLikelihood, int Iterations, bool Converged);

using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Fitting;

/// <summary>
/// Symmetric pseudo-likelihood with an L2 penalty (Besag 1975; Ekeberg, Hartonen, Aurell, J. Comput. Phys. 276, 341, 2014): the minimum of
/// - sum_m w_m sum_i log p(s_i | s_-i) + l_h/2 sum_i |h_i|^2 + l_J/2 sum_{i&lt;j} |J_ij|^2, one coupling a pair. Convex; by limited-memory BFGS.
/// </summary>
public static class PseudoLikelihood
{
    /// <summary>Fits a model. The penalty fixes its gauge: derivatives that a change of gauge has would be the penalty's alone.</summary>
    /// <param name="data">M rows of L sites.</param>
    /// <param name="weights">M weights, at least 0; rows of weight 0 cost nothing.</param>
    /// <param name="penalty">l_h and l_J, at least 0; 0 leaves the gauge open.</param>
    /// <param name="start">Where to start; null: all parameters zero. Not changed.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Asked before every iteration.</param>
    /// <exception cref="ArgumentException">Weights or start do not fit the data, or weights are all 0.</exception>
    public static PottsModel Fit(Alignment data, double[] weights, L2Strengths penalty, PottsModel? start, PseudoLikelihoodOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        PottsModel model = new(data.Alphabet, data.Sites);
        if (start is not null) RequireFit(start, data);
        float[] parameters = PenalizedPseudoLikelihood.Parameters(start ?? model);
        PenalizedPseudoLikelihood function = new(WeightedRows.Of(data, weights), model, penalty, options.Threads);
        LimitedMemoryBfgs.Minimize(function.Evaluate, parameters,
            new LimitedMemoryBfgsOptions { MaxIterations = options.MaxIterations, Tolerance = options.Tolerance, Threads = options.Threads }, cancellation);
        parameters.AsSpan(0, model.Fields.Length).CopyTo(model.Fields);
        parameters.AsSpan(model.Fields.Length).CopyTo(model.Couplings);
        return model;
    }

    /// <summary>- sum_m w_m sum_i log p(s_i | s_-i), in nats, without penalty.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">M rows, such as held-out ones.</param>
    /// <param name="weights">M weights, at least 0.</param>
    /// <exception cref="ArgumentException">Weights or model do not fit the data, or weights are all 0.</exception>
    public static double Loss(PottsModel model, Alignment data, double[] weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        RequireFit(model, data);
        WeightedRows rows = WeightedRows.Of(data, weights);
        PottsKernel kernel = new(model);
        double[] losses = new double[data.Sites];
        Cores.For(data.Sites, i => losses[i] = SiteConditionals.Add(kernel, rows, i, null));
        return losses.Sum();
    }

    private static void RequireFit(PottsModel model, Alignment data)
    {
        if (model.Sites != data.Sites || model.States != data.Alphabet.Size)
            throw new ArgumentException($"a model of {model.Sites} sites with {model.States} states for data of {data.Sites} with {data.Alphabet.Size}", nameof(model));
    }
}

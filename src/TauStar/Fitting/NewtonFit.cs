using System.Globalization;
using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>
/// Maximum likelihood, or its L2-penalised form, to convergence by Newton's method: the minimum of
/// M (log Z - theta.mu_d) + 1/2 sum_m lambda_m theta_m^2 with one lambda for fields and one for couplings (theory: section 6). The Hessian M F +
/// diag(lambda) is exact, read off one transform. A factored Hessian serves as long as it shrinks the gradient well.
/// </summary>
/// <remarks>
/// Without penalty the maximum may lie at infinity: where data are few, some moments are as large as any distribution allows, and the
/// gradient fades while theta still moves. So a fit has converged only where, beside the gradient, the Newton step of a fresh Hessian
/// has become small; else <see cref="PairwiseFit.Converged"/> is false and theta is where the gradient faded or the steps ran
/// out. The loss never rises from step to step.
/// </remarks>
/// <param name="L2Fields">lambda of fields, at least 0; counts against M samples.</param>
/// <param name="L2Couplings">lambda of couplings, at least 0.</param>
public sealed record NewtonFit(double L2Fields = 0, double L2Couplings = 0) : PairwiseFitMethod
{
    private const double Shrinking = 0.3; // a kept Hessian that does worse is replaced
    private const double Armijo = 1e-4;
    private const int MostHalvings = 40;

    /// <summary>Largest relative Newton step of a converged fit. At a finite maximum it is the gradient's tolerance over an eigenvalue of F; towards infinity it stays of order 1.</summary>
    private const double SmallStep = 1e-4;

    // What is added to a Hessian that cannot be factored, relative to its largest diagonal element.
    private const double LeastDamping = 1e-12, MostDamping = 1;

    /// <summary>Largest element of the gradient (a sample) at which the fit has converged.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>Most steps.</summary>
    public int MostSteps { get; init; } = 200;

    /// <inheritdoc/>
    public override string Id => string.Create(
        CultureInfo.InvariantCulture, $"newton l2-fields={L2Fields:R} l2-couplings={L2Couplings:R} tolerance={Tolerance:R} most-steps={MostSteps}");

    /// <inheritdoc/>
    public override bool Penalises => L2Fields > 0 || L2Couplings > 0;

    /// <inheritdoc/>
    public override PairwiseFit Fit(MomentTarget target, RandomStream start = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        Check();
        return new Run(this, target, []).ToEnd();
    }

    /// <summary>Fits from parameters that are near the answer already; the answer is the same.</summary>
    internal PairwiseFit FitFrom(MomentTarget target, ReadOnlySpan<double> near) => new Run(this, target, near).ToEnd();

    /// <inheritdoc/>
    public override void Check()
    {
        if (!(L2Fields >= 0) || !double.IsFinite(L2Fields)) throw new InputException($"l2-fields is {L2Fields}; it must be at least 0");
        if (!(L2Couplings >= 0) || !double.IsFinite(L2Couplings)) throw new InputException($"l2-couplings is {L2Couplings}; it must be at least 0");
        if (!(Tolerance > 0)) throw new InputException($"tolerance is {Tolerance}; it must be above 0");
        if (MostSteps < 1) throw new InputException($"most-steps is {MostSteps}; at least 1 is needed");
    }

    private sealed class Run
    {
        private readonly NewtonFit method;
        private readonly MomentTarget target;
        private readonly PairwisePartition model;
        private readonly CholeskyFactor hessian;
        private readonly double[] penalty, diagonal, theta, trial, gradient, direction, covariance;
        private double loss, slope, damping;

        public Run(NewtonFit method, MomentTarget target, ReadOnlySpan<double> near)
        {
            (this.method, this.target) = (method, target);
            PairwiseFeatures features = target.Features;
            int count = features.Count;
            model = new PairwisePartition(features);
            hessian = new CholeskyFactor(count);
            (penalty, diagonal, theta, trial) = (new double[count], new double[count], new double[count], new double[count]);
            (gradient, direction, covariance) = (new double[count], new double[count], new double[count * count]);
            for (int m = 0; m < count; m++) penalty[m] = (m < features.FieldCount ? method.L2Fields : method.L2Couplings) / target.Samples;
            near.CopyTo(theta);
        }

        public PairwiseFit ToEnd()
        {
            double size = Evaluate(theta, table: true);
            Factor();
            int step = 0;
            for (; step < method.MostSteps && size > method.Tolerance; step++)
            {
                if (step == 0 || !StepWithKeptHessian(size))
                {
                    // theta has moved since the Hessian was made: a new one here, and a step that is sure to go down.
                    if (step > 0) Renew();
                    if (!GoDown()) break;
                }
                size = LargestGradient();
            }
            bool arrived = size <= method.Tolerance && HasArrived();
            if (!arrived) Evaluate(theta, table: false); // the last trial may have been elsewhere
            double plain = model.LogZ - VectorMath.Dot(theta, target.Mean);
            return new PairwiseFit(target.Features, theta, plain, step, arrived);
        }

        // Whether the gradient is small because theta is at the maximum, and not because it is on its way to infinity.
        private bool HasArrived()
        {
            Renew();
            if (damping > 0) return false; // flat in some direction: no maximum, or not one
            Aim();
            for (int m = 0; m < theta.Length; m++)
            {
                if (!(Math.Abs(direction[m]) <= SmallStep * (1 + Math.Abs(theta[m])))) return false;
            }
            return true;
        }

        private void Renew()
        {
            Evaluate(theta, table: true);
            Factor();
        }

        // Value and gradient (a sample) of the penalised loss; the largest element of the gradient.
        private double Evaluate(double[] at, bool table)
        {
            if (table) model.SumTable(at);
            else model.Sum(at);
            loss = model.LogZ;
            for (int m = 0; m < at.Length; m++)
            {
                loss += at[m] * (0.5 * penalty[m] * at[m] - target.Mean[m]);
                gradient[m] = model.Moments[m] - target.Mean[m] + penalty[m] * at[m];
            }
            return LargestGradient();
        }

        private double LargestGradient()
        {
            double largest = 0;
            foreach (double g in gradient) largest = double.IsNaN(g) ? double.NaN : Math.Max(largest, Math.Abs(g));
            return largest;
        }

        // Where the Hessian is singular to working precision, the smallest multiple of the identity that mends it is added.
        private void Factor()
        {
            model.Covariance(covariance);
            penalty.CopyTo(diagonal, 0);
            damping = 0;
            double largest = 0;
            for (int m = 0; m < theta.Length; m++) largest = Math.Max(largest, covariance[m * theta.Length + m] + penalty[m]);
            largest = Math.Max(largest, double.Epsilon / LeastDamping);
            for (double part = LeastDamping; !hessian.Factor(covariance, diagonal) && part <= MostDamping; part *= 10)
            {
                damping = part * largest;
                for (int m = 0; m < theta.Length; m++) diagonal[m] = penalty[m] + damping;
            }
        }

        private void Aim()
        {
            gradient.CopyTo(direction, 0);
            hessian.Solve(direction);
            slope = -VectorMath.Dot(gradient, direction);
        }

        // The whole step by the last Hessian, taken only if it shrinks the gradient well.
        private bool StepWithKeptHessian(double size)
        {
            Aim();
            double wanted = size * Shrinking, from = loss;
            for (int m = 0; m < theta.Length; m++) trial[m] = theta[m] - direction[m];
            if (!(Evaluate(trial, table: false) <= Math.Max(wanted, method.Tolerance)) || !(loss <= from + Rounding(from))) return false;
            trial.CopyTo(theta, 0);
            return true;
        }

        private static double Rounding(double loss) => 1e-14 * (1 + Math.Abs(loss));

        private bool GoDown()
        {
            Aim();
            double from = loss, length = 1;
            for (int halving = 0; halving < MostHalvings; halving++, length /= 2)
            {
                for (int m = 0; m < theta.Length; m++) trial[m] = theta[m] - length * direction[m];
                Evaluate(trial, table: false);
                if (!(loss <= from + Armijo * length * slope + Rounding(from))) continue;
                trial.CopyTo(theta, 0);
                return true;
            }
            return false;
        }
    }
}

using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;
using TauStar.Sampling;

namespace TauStar.Diagnosis;

/// <summary>
/// Calibration of a model against its own training data: the inverse temperature beta that maximises the weighted
/// pseudo-likelihood sum_m w_m sum_i log p_beta(s_i | s_-i), p_beta ~ exp(beta field). It is concave in beta; solved by
/// Newton. A model that is neither too hot nor too cold for its data gives tau = 1/beta near 1.
/// </summary>
public static class PseudoLikelihoodTau
{
    private const double Coldest = 0.05, Hottest = 20;

    /// <summary>tau with a 90 % interval from the scatter of scores between clusters (sandwich estimate).</summary>
    /// <param name="model">The model.</param>
    /// <param name="alignment">Its training data.</param>
    /// <param name="weights">Sequence weights.</param>
    /// <param name="clusterOf">Cluster of each sequence; scores within a cluster are summed.</param>
    public static Estimate Estimate(PottsModel model, Alignment alignment, double[] weights, int[] clusterOf)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(alignment);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(clusterOf);
        PottsKernel kernel = new(model);
        double beta = 1;
        Score[] scores = [];
        for (int step = 0; step < 50; step++)
        {
            scores = Scores(kernel, alignment, beta);
            double slope = 0, curvature = 0;
            for (int m = 0; m < scores.Length; m++)
            {
                slope += weights[m] * scores[m].Slope;
                curvature += weights[m] * scores[m].Curvature;
            }
            if (curvature <= 0)
                return Numerics.Estimate.NotComputed("the model has no field that depends on the states");
            // A factor of 2 a step at most: far from the optimum the parabola overshoots.
            double next = Math.Clamp(beta + slope / curvature, beta / 2, beta * 2);
            double change = Math.Abs(next / beta - 1);
            beta = Math.Clamp(next, 1 / Hottest, 1 / Coldest);
            if (change < 1e-8) break;
        }
        if (beta is <= 1.0001 / Hottest or >= 0.9999 / Coldest)
        {
            return new Estimate(1 / beta, double.NaN, double.NaN, EstimateStatus.OutOfRange, beta > 1
                ? "the colder the better, down to the end of the range: given the rest of a training sequence the model all but knows each letter"
                : "the hotter the better, up to the end of the range: the couplings do not help to predict the data");
        }
        double[] perCluster = new double[clusterOf.Max() + 1];
        double information = 0;
        for (int m = 0; m < scores.Length; m++)
        {
            perCluster[clusterOf[m]] += weights[m] * scores[m].Slope;
            information += weights[m] * scores[m].Curvature;
        }
        double error = Math.Sqrt(perCluster.Sum(s => s * s)) / information; // of beta; of log tau: divided by beta
        double spread = Math.Exp(Numerics.Estimate.NinetyPercent * error / beta);
        return new Estimate(1 / beta, 1 / beta / spread, spread / beta);
    }

    /// <summary>First derivative and minus the second of a sequence's log pseudo-likelihood in beta.</summary>
    internal readonly record struct Score(double Slope, double Curvature);

    internal static Score[] Scores(PottsKernel kernel, Alignment alignment, double beta)
    {
        Score[] scores = new Score[alignment.Count];
        Cores.For(alignment.Count, m =>
        {
            ReadOnlySpan<byte> row = alignment.Row(m);
            float[] fields = new float[kernel.Width];
            double slope = 0, curvature = 0;
            for (int i = 0; i < kernel.Sites; i++)
            {
                GibbsSampler.FieldsPlain(kernel, row, i, fields);
                double max = double.NegativeInfinity, z = 0, mean = 0, square = 0;
                for (int a = 0; a < kernel.States; a++) max = Math.Max(max, beta * fields[a]);
                for (int a = 0; a < kernel.States; a++)
                {
                    double p = Math.Exp(beta * fields[a] - max);
                    z += p;
                    mean += p * fields[a];
                    square += p * fields[a] * fields[a];
                }
                mean /= z;
                slope += fields[row[i]] - mean;
                curvature += square / z - mean * mean;
            }
            scores[m] = new Score(slope, curvature);
        });
        return scores;
    }
}

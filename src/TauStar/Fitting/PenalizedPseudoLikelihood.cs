using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Sampling;

namespace TauStar.Fitting;

/// <summary>
/// The function that <see cref="PseudoLikelihood"/> minimises, and its gradient, over one array of parameters: L x q fields, then the couplings in the order of
/// <see cref="PottsModel.Couplings"/>. Cost: M L^2 rows of q floats added and as many written, sites spread over threads; the bits do not depend on these.
/// </summary>
internal sealed class PenalizedPseudoLikelihood
{
    private readonly WeightedRows rows;
    private readonly L2Strengths penalty;
    private readonly ParallelOptions parallel;
    private readonly PottsKernel model, derivatives;

    public PenalizedPseudoLikelihood(WeightedRows rows, PottsModel shape, L2Strengths penalty, int threads)
    {
        (this.rows, this.penalty) = (rows, penalty);
        parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        (model, derivatives) = (new PottsKernel(shape.Sites, shape.States), new PottsKernel(shape.Sites, shape.States));
    }

    private int FieldCount => model.Sites * model.States;

    /// <summary>Parameters of a model as one array.</summary>
    public static float[] Parameters(PottsModel model) => [.. model.Fields, .. model.Couplings];

    /// <summary>The loss with its penalty, and its gradient.</summary>
    public double Evaluate(float[] parameters, float[] gradient)
    {
        double[] losses = new double[model.Sites];
        Parallel.For(0, model.Sites, parallel, i => Load(i, parameters));
        Parallel.For(0, model.Sites, parallel, i =>
        {
            derivatives.Fields.AsSpan(i * model.Width, model.Width).Clear();
            derivatives.Rows.AsSpan(derivatives.BlockStart(i, 0), model.Sites * model.BlockLength).Clear();
            losses[i] = SiteConditionals.Add(model, rows, i, derivatives);
        });
        Parallel.For(0, model.Sites, parallel, i => losses[i] += Gather(i, parameters, gradient));
        return losses.Sum();
    }

    private void Load(int i, float[] parameters)
    {
        int q = model.States;
        parameters.AsSpan(i * q, q).CopyTo(model.Fields.AsSpan(i * model.Width));
        for (int j = i + 1; j < model.Sites; j++) model.SetBlock(i, j, parameters.AsSpan(CouplingsStart(i, j), q * q));
    }

    /// <summary>What both sites of a pair say about their couplings, and the penalty.</summary>
    /// <returns>The penalty of the site's field and of its couplings to later sites.</returns>
    private double Gather(int i, float[] parameters, float[] gradient)
    {
        int q = model.States;
        double fields = 0, couplings = 0;
        for (int a = 0; a < q; a++)
        {
            float h = parameters[i * q + a];
            gradient[i * q + a] = derivatives.Fields[i * model.Width + a] + (float)penalty.Fields * h;
            fields += (double)h * h;
        }
        for (int j = i + 1; j < model.Sites; j++)
        {
            int start = CouplingsStart(i, j);
            Span<float> block = gradient.AsSpan(start, q * q);
            derivatives.GetBlock(i, j, block);
            for (int b = 0; b < q; b++)
            {
                for (int first = 0; first < q; first += PottsKernel.Panel)
                {
                    ReadOnlySpan<float> part = derivatives.RowPart(i, j, b, first);
                    for (int a = 0; a < part.Length; a++) block[(first + a) * q + b] += part[a];
                }
            }
            ReadOnlySpan<float> values = parameters.AsSpan(start, q * q);
            float strength = (float)penalty.Couplings;
            for (int ab = 0; ab < block.Length; ab++)
            {
                block[ab] += strength * values[ab];
                couplings += (double)values[ab] * values[ab];
            }
        }
        return (penalty.Fields * fields + penalty.Couplings * couplings) / 2;
    }

    private int CouplingsStart(int i, int j) => FieldCount + SitePairs.Index(model.Sites, i, j) * model.States * model.States;
}

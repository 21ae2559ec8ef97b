namespace TauStar.Sampling;

/// <summary>
/// The rungs of a replica-exchange run: inverse temperatures beta = 1/tau, from the coldest to beta = 0 (uniform), with
/// beta = 1 always among them.
/// </summary>
public static class TemperatureLadder
{
    /// <summary>A first guess without knowledge of the model: even steps in log beta, and 0.</summary>
    /// <param name="tauMin">Coldest temperature, below 1.</param>
    /// <param name="rungs">How many rungs, at least 4.</param>
    /// <returns>Betas in decreasing order, ending with 0.</returns>
    public static double[] Guess(double tauMin, int rungs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rungs, 4);
        const double Hottest = 0.05; // below, a step to 0 is nearly always accepted
        double cold = 1 / tauMin;
        double[] betas = new double[rungs];
        for (int k = 0; k < rungs - 1; k++)
            betas[k] = cold * Math.Pow(Hottest / cold, (double)k / (rungs - 2));
        return SnapToOne(betas);
    }

    /// <summary>
    /// Rungs at equal thermodynamic length: the integral of sigma_E d(beta) between neighbours is <paramref name="spacing"/>,
    /// so that swaps are accepted everywhere at about erfc(spacing / 2) (two Gaussian energies of equal width).
    /// </summary>
    /// <param name="betas">Betas of a pilot run, decreasing to 0.</param>
    /// <param name="deviations">Standard deviation of the energy at each.</param>
    /// <param name="spacing">Length of a step; 1.3 gives 36 % accepted swaps.</param>
    /// <param name="limit">Most rungs allowed; the spacing grows when it would take more.</param>
    public static double[] EqualLength(double[] betas, double[] deviations, double spacing, int limit)
    {
        ArgumentNullException.ThrowIfNull(betas);
        ArgumentNullException.ThrowIfNull(deviations);
        double[] length = new double[betas.Length];
        for (int k = 1; k < betas.Length; k++)
        {
            // A rung whose energy froze in the pilot still gets a share, so that no gap opens.
            double sigma = Math.Max(0.5 * (deviations[k - 1] + deviations[k]), 1e-3);
            length[k] = length[k - 1] + sigma * (betas[k - 1] - betas[k]);
        }
        int rungs = Math.Clamp((int)Math.Ceiling(length[^1] / spacing) + 1, 4, limit);
        double[] placed = new double[rungs];
        for (int n = 0, k = 1; n < rungs; n++)
        {
            double target = length[^1] * n / (rungs - 1);
            while (k < betas.Length - 1 && length[k] < target) k++;
            double part = (target - length[k - 1]) / (length[k] - length[k - 1]);
            placed[n] = betas[k - 1] + part * (betas[k] - betas[k - 1]);
        }
        placed[0] = betas[0];
        placed[^1] = 0;
        return SnapToOne(placed);
    }

    /// <summary>
    /// Divides the steps around tau = 1 until none is longer than <paramref name="step"/> in log tau. There the answers are read
    /// off, and there a model of few data may jump from one phase to another within a few percent, which a short pilot, its
    /// walkers still in the phase they started in, does not show.
    /// </summary>
    /// <param name="betas">Rungs, decreasing to 0.</param>
    /// <param name="reach">How far from tau = 1, in log tau.</param>
    /// <param name="step">Longest step allowed there, in log tau.</param>
    public static double[] RefineAroundOne(double[] betas, double reach, double step)
    {
        ArgumentNullException.ThrowIfNull(betas);
        List<double> refined = [];
        for (int k = 0; k < betas.Length; k++)
        {
            refined.Add(betas[k]);
            if (k + 1 >= betas.Length || betas[k + 1] <= 0) continue;
            double cold = Math.Log(betas[k]), hot = Math.Log(betas[k + 1]);
            if (hot > reach || cold < -reach) continue;
            int parts = (int)Math.Ceiling((cold - hot) / step - 1e-9);
            for (int n = 1; n < parts; n++) refined.Add(Math.Exp(cold + (hot - cold) * n / parts));
        }
        return [.. refined];
    }

    /// <summary>The rungs and some wanted inverse temperatures; a rung within 2 % of a wanted one gives way to it, so that no step is wasted.</summary>
    /// <param name="betas">Rungs, decreasing to 0.</param>
    /// <param name="wanted">Inverse temperatures above 0, any order.</param>
    /// <returns>Decreasing, ending with 0, each wanted value exactly once.</returns>
    public static double[] With(double[] betas, IReadOnlyList<double> wanted)
    {
        const double Near = 0.02;
        return [.. betas.Where(b => b == 0 || !wanted.Any(w => Math.Abs(Math.Log(b / w)) < Near)).Concat(wanted).Distinct().OrderDescending()];
    }

    /// <summary>Moves the inner rung nearest to 1 there, so that the model as trained is sampled itself.</summary>
    private static double[] SnapToOne(double[] betas)
    {
        int nearest = 1;
        for (int k = 1; k < betas.Length - 1; k++)
        {
            if (Math.Abs(Math.Log(betas[k])) < Math.Abs(Math.Log(betas[nearest]))) nearest = k;
        }
        betas[nearest] = 1;
        return betas;
    }
}

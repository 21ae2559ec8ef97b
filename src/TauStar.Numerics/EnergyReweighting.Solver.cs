using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TauStar.Numerics;

public sealed partial class EnergyReweighting
{
    /// <summary>
    /// Maximises the concave sum_k N_k f_k - sum_n m_n log sum_k N_k exp(f_k - beta_k E_n) over f = -log Z by Newton's
    /// method, damped (Levenberg, Marquardt) for as long as a step fails to climb or the Hessian is singular.
    /// </summary>
    private sealed class Solver
    {
        private const double Tolerance = 1e-10;
        private const double SmallStep = 1e-3; // in log Z: Newton's method is past its first, damped phase
        private const double LastStep = 1e-5;
        private const double SmallestDamping = 1e-6, LargestDamping = 1e6; // in units of the diagonal's upper bound
        private const int MostIterations = 500;
        private const double SmallestPivot = 1e-12;
        private const double SmallestExponent = -700; // exp of it is 1e-304 of the largest term: nothing
        private const double SmallestWeight = 1e-12; // left out of the Hessian, which steers the steps but not the solution

        private readonly TemperedEnergies draws;
        private readonly double[] energies; // from the centre
        private readonly int[] active; // rungs that hold draws, by increasing beta: A of them
        private readonly int width; // A rounded up to whole vectors
        private readonly double[] betas, counts, offsets, row, masses, hessian;
        private double[] f;
        private double objective;

        public Solver(TemperedEnergies draws, IReadOnlyList<double>? warmStart)
        {
            this.draws = draws;
            double[] rungCounts = new double[draws.InverseTemperatures.Length];
            double[] rungSums = new double[rungCounts.Length];
            for (int n = 0; n < draws.Energies.Length; n++)
            {
                double m = draws.Multiplicities?[n] ?? 1;
                rungCounts[draws.Rungs[n]] += m;
                rungSums[draws.Rungs[n]] += m * draws.Energies[n];
            }
            Centre = rungSums.Sum() / rungCounts.Sum();
            energies = Array.ConvertAll(draws.Energies, e => e - Centre);
            active = [.. Enumerable.Range(0, rungCounts.Length).Where(k => rungCounts[k] > 0)
                .OrderBy(k => draws.InverseTemperatures[k])];
            width = (active.Length + 3) / 4 * 4;
            betas = new double[width];
            counts = new double[width];
            offsets = new double[width];
            row = new double[width];
            masses = new double[width];
            hessian = new double[width * width];
            f = new double[active.Length];
            LogMixture = new double[energies.Length];
            for (int a = 0; a < active.Length; a++)
            {
                int k = active[a];
                betas[a] = draws.InverseTemperatures[k];
                counts[a] = rungCounts[k];
                if (a == 0) continue;
                int before = active[a - 1];
                double mean = 0.5 * (rungSums[k] / rungCounts[k] + rungSums[before] / rungCounts[before]) - Centre;
                f[a] = f[a - 1] + (betas[a] - betas[a - 1]) * mean;
                if (warmStart is not null) f[a] = warmStart[active[0]] - warmStart[k] - Centre * (betas[a] - betas[0]);
            }
        }

        public double Centre { get; }

        public double[] LogMixture { get; }

        public int Iterations { get; private set; }

        /// <summary>log Z of the centred energies at a rung of the caller, up to a constant; null where no draw is.</summary>
        public double? LogZ(int rung) => Array.IndexOf(active, rung) is int a and >= 0 ? -f[a] : null;

        public bool Run()
        {
            Evaluate(f);
            double damping = 0;
            while (Iterations < MostIterations)
            {
                Iterations++;
                double gradient = LargestGradient(), before = objective;
                double[]? step = NewtonStep(damping);
                if (step is null)
                {
                    damping = Raise(damping);
                    continue;
                }
                double[] old = f;
                f = [.. old.Zip(step, (x, s) => x + s)];
                Evaluate(f);
                // Close to the maximum the objective is flat to rounding and the gradient tells progress; far from it a
                // small gradient means nothing.
                double size = step.Max(Math.Abs);
                bool better = objective > before || size <= Tolerance
                    || (size <= SmallStep && LargestGradient() < gradient);
                if (better)
                {
                    // Newton's error after a step is of the order of its square.
                    if (damping == 0 && size <= LastStep && LargestGradient() <= Tolerance) return true;
                    if (size <= Tolerance * Math.Max(1, f.Max(Math.Abs)) && (damping == 0 || gradient <= Tolerance)) return true;
                    damping = damping <= SmallestDamping ? 0 : damping / 10;
                }
                else
                {
                    f = old;
                    Evaluate(f);
                    if (damping >= LargestDamping) return gradient <= Tolerance; // rounding is all that is left
                    damping = Raise(damping);
                }
            }
            return false;
        }

        private static double Raise(double damping) => Math.Max(10 * damping, SmallestDamping);

        public double WeakestLink()
        {
            if (active.Length == 1) return double.PositiveInfinity;
            double[] links = new double[active.Length - 1];
            for (int n = 0; n < energies.Length; n++)
            {
                double hotter = 0, m = draws.Multiplicities?[n] ?? 1;
                if (m == 0) continue;
                FillRow(n);
                for (int a = 0; a < links.Length; a++)
                {
                    hotter += row[a];
                    links[a] += m * hotter * Math.Max(1 - hotter, 0);
                }
            }
            return links.Min();
        }

        private double LargestGradient()
        {
            double largest = 0;
            for (int a = 0; a < f.Length; a++) largest = Math.Max(largest, Math.Abs(1 - masses[a] / counts[a]));
            return largest;
        }

        // Sets LogMixture, the objective, masses_k = sum_n m_n W_nk, and the upper triangle of sum_n m_n W_nk W_nl.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Evaluate(double[] at)
        {
            objective = 0;
            masses.AsSpan().Clear();
            hessian.AsSpan().Clear();
            offsets.AsSpan().Fill(-1e300);
            for (int a = 0; a < at.Length; a++)
            {
                offsets[a] = Math.Log(counts[a]) + at[a];
                objective += counts[a] * at[a];
            }
            Span<Vector256<double>> w = MemoryMarshal.Cast<double, Vector256<double>>(row.AsSpan());
            Span<Vector256<double>> mass = MemoryMarshal.Cast<double, Vector256<double>>(masses.AsSpan());
            Span<Vector256<double>> second = MemoryMarshal.Cast<double, Vector256<double>>(hessian.AsSpan());
            int vectors = w.Length;
            for (int n = 0; n < energies.Length; n++)
            {
                double m = draws.Multiplicities?[n] ?? 1;
                LogMixture[n] = FillRow(n);
                if (m == 0) continue;
                objective -= m * LogMixture[n];
                Vector256<double> times = Vector256.Create(m);
                for (int v = 0; v < vectors; v++) mass[v] += w[v] * times;
                for (int a = 0; a < at.Length; a++)
                {
                    if (row[a] < SmallestWeight) continue;
                    Vector256<double> factor = Vector256.Create(m * row[a]);
                    Span<Vector256<double>> line = second.Slice(a * vectors, vectors);
                    for (int v = a / 4; v < line.Length; v++) line[v] += factor * w[v];
                }
            }
        }

        // Sets row_k = W_nk = N_k exp(f_k - beta_k E_n) / sum over k of it; returns the logarithm of that sum.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double FillRow(int n)
        {
            Span<Vector256<double>> w = MemoryMarshal.Cast<double, Vector256<double>>(row.AsSpan());
            ReadOnlySpan<Vector256<double>> offset = MemoryMarshal.Cast<double, Vector256<double>>(offsets.AsSpan());
            ReadOnlySpan<Vector256<double>> beta = MemoryMarshal.Cast<double, Vector256<double>>(betas.AsSpan());
            Vector256<double> energy = Vector256.Create(energies[n]), highest = Vector256.Create(-1e300);
            for (int v = 0; v < w.Length; v++)
            {
                w[v] = offset[v] - beta[v] * energy;
                highest = Vector256.Max(highest, w[v]);
            }
            double max = Math.Max(Math.Max(highest[0], highest[1]), Math.Max(highest[2], highest[3]));
            Vector256<double> top = Vector256.Create(max), sums = Vector256<double>.Zero;
            Vector256<double> floor = Vector256.Create(SmallestExponent);
            for (int v = 0; v < w.Length; v++)
            {
                w[v] = Vector256.Exp(Vector256.Max(w[v] - top, floor));
                sums += w[v];
            }
            double sum = sums[0] + sums[1] + sums[2] + sums[3];
            Vector256<double> norm = Vector256.Create(1 / sum);
            for (int v = 0; v < w.Length; v++) w[v] *= norm;
            return max + Math.Log(sum);
        }

        // Solves (H + damping diag(counts + masses)) step = gradient with f_0 held fixed, H = diag(masses) - sum W W^T;
        // null where the matrix is singular.
        private double[]? NewtonStep(double damping)
        {
            int size = f.Length - 1;
            double[] step = new double[f.Length];
            double[,] lower = new double[size, size];
            for (int i = 0; i < size; i++)
            {
                double x = counts[i + 1] - masses[i + 1];
                double diagonal = masses[i + 1] + damping * (counts[i + 1] + masses[i + 1]);
                for (int j = 0; j <= i; j++)
                {
                    double sum = (i == j ? diagonal : 0) - hessian[(j + 1) * width + i + 1];
                    for (int k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                    if (j < i)
                    {
                        lower[i, j] = sum / lower[j, j];
                        x -= lower[i, j] * step[j + 1];
                    }
                    else
                    {
                        // Measured by the counts, which the masses equal at the solution: far from it a rung may
                        // have lost all its mass, and its pivot would be the rounding of nothing.
                        if (!(sum > SmallestPivot * counts[i + 1])) return null;
                        lower[i, i] = Math.Sqrt(sum);
                        step[i + 1] = x / lower[i, i];
                    }
                }
            }
            for (int i = size - 1; i >= 0; i--)
            {
                for (int k = i + 1; k < size; k++) step[i + 1] -= lower[k, i] * step[k + 1];
                step[i + 1] /= lower[i, i];
            }
            return step;
        }
    }
}

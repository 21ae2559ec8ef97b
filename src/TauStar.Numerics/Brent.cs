namespace TauStar.Numerics;

/// <summary>Where a function of one variable is smallest.</summary>
/// <param name="X">Place of the minimum.</param>
/// <param name="Value">Value there.</param>
public readonly record struct Minimum(double X, double Value);

/// <summary>The function has one sign at both ends, so no root is known to lie between.</summary>
public sealed class NotBracketedException : Exception
{
    /// <summary>States both ends and the values there.</summary>
    public NotBracketedException(double a, double b, double valueA, double valueB)
        : base($"no change of sign between {a} (value {valueA}) and {b} (value {valueB})") =>
        (A, B, ValueA, ValueB) = (a, b, valueA, valueB);

    /// <summary>One end.</summary>
    public double A { get; }

    /// <summary>The other end.</summary>
    public double B { get; }

    /// <summary>Value at <see cref="A"/>.</summary>
    public double ValueA { get; }

    /// <summary>Value at <see cref="B"/>.</summary>
    public double ValueB { get; }
}

/// <summary>
/// Roots and minima of a function of one variable without derivatives (Brent, Algorithms for Minimization without
/// Derivatives, 1973, chapters 4 and 5).
/// </summary>
public static class Brent
{
    private const double Golden = 0.3819660112501051; // (3 - sqrt 5) / 2
    private const double Precision = 2.220446049250313e-16;
    private const int MostIterations = 1000; // bisection alone ends within 64 + the exponent range; a guard, not a limit

    /// <summary>A root of a continuous function between two ends of opposite sign.</summary>
    /// <param name="f">The function; finite on the interval.</param>
    /// <param name="a">One end.</param>
    /// <param name="b">The other end.</param>
    /// <param name="tolerance">The root lies within this of the result (plus 4 units in the last place).</param>
    /// <exception cref="NotBracketedException">Same sign at both ends, or a value that is NaN.</exception>
    public static double FindRoot(Func<double, double> f, double a, double b, double tolerance = 1e-12)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        double fa = f(a), fb = f(b);
        if (fa == 0) return a;
        if (fb == 0) return b;
        if (!(fa < 0 && fb > 0) && !(fa > 0 && fb < 0)) throw new NotBracketedException(a, b, fa, fb);
        double c = a, fc = fa, step = b - a, before = step;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            // b is the best point, the root lies between b and c, a is the b of the step before.
            if (fb > 0 == fc > 0) (c, fc, step, before) = (a, fa, b - a, b - a);
            if (Math.Abs(fc) < Math.Abs(fb)) (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            double near = 2 * Precision * Math.Abs(b) + 0.5 * tolerance, half = 0.5 * (c - b);
            if (Math.Abs(half) <= near || fb == 0) return b;
            if (Math.Abs(before) < near || Math.Abs(fa) <= Math.Abs(fb))
            {
                (step, before) = (half, half);
            }
            else
            {
                (double p, double q) = Interpolate(a, b, c, fa / fc, fb / fc, fb / fa);
                if (2 * p < Math.Min(3 * half * q - Math.Abs(near * q), Math.Abs(before * q)))
                    (step, before) = (p / q, step);
                else
                    (step, before) = (half, half);
            }
            (a, fa) = (b, fb);
            b += Math.Abs(step) > near ? step : Math.CopySign(near, half);
            fb = f(b);
        }
        return b;
    }

    // Step p/q, p >= 0, from b: the secant where a = c, else inverse quadratic interpolation.
    private static (double P, double Q) Interpolate(double a, double b, double c, double aByC, double bByC, double bByA)
    {
        double half = 0.5 * (c - b);
        (double p, double q) = a == c
            ? (2 * half * bByA, 1 - bByA)
            : (bByA * (2 * half * aByC * (aByC - bByC) - (b - a) * (bByC - 1)), (aByC - 1) * (bByC - 1) * (bByA - 1));
        return p > 0 ? (p, -q) : (-p, q);
    }

    /// <summary>A local minimum inside an interval; the only one if the function has one.</summary>
    /// <param name="f">The function.</param>
    /// <param name="a">Lower end.</param>
    /// <param name="b">Upper end, above a. A function that falls to an end gives a point next to it.</param>
    /// <param name="tolerance">Wanted accuracy of the place; below 1e-8 |x| the function's rounding decides.</param>
    public static Minimum Minimize(Func<double, double> f, double a, double b, double tolerance = 1e-9)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (!(a < b)) throw new ArgumentException($"the interval [{a}, {b}] is empty", nameof(b));
        double x = a + Golden * (b - a), w = x, v = x, fx = f(x), fw = fx, fv = fx, step = 0, before = 0;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            double middle = 0.5 * (a + b), near = Math.Sqrt(Precision) * Math.Abs(x) + tolerance / 3;
            if (Math.Abs(x - middle) <= 2 * near - 0.5 * (b - a)) break;
            // A parabola through x (best), w (second) and v (w before); golden section where it jumps or leaves.
            double r = (x - w) * (fx - fv), q = (x - v) * (fx - fw), p = (x - v) * q - (x - w) * r;
            q = 2 * (q - r);
            if (q > 0) p = -p;
            else q = -q;
            bool parabola = Math.Abs(before) > near && Math.Abs(p) < Math.Abs(0.5 * q * before)
                && p > q * (a - x) && p < q * (b - x);
            before = step;
            if (parabola)
            {
                step = p / q;
                double landing = x + step;
                if (landing - a < 2 * near || b - landing < 2 * near) step = x < middle ? near : -near;
            }
            else
            {
                before = x < middle ? b - x : a - x;
                step = Golden * before;
            }
            double u = x + (Math.Abs(step) >= near ? step : Math.CopySign(near, step)), fu = f(u);
            if (fu <= fx)
            {
                if (u < x) b = x;
                else a = x;
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            }
            else
            {
                if (u < x) a = u;
                else b = u;
                if (fu <= fw || w == x) (v, fv, w, fw) = (w, fw, u, fu);
                else if (fu <= fv || v == x || v == w) (v, fv) = (u, fu);
            }
        }
        return new Minimum(x, fx);
    }
}

using CsCheck;
using Xunit;

namespace TauStar.Numerics.Tests;

public sealed class BrentTests(ITestOutputHelper output)
{
    [Fact]
    public void FindRoot_of_known_functions_within_tolerance_and_few_evaluations()
    {
        (Func<double, double> F, double A, double B, double Root)[] cases =
        [
            (x => x * x - 2, 0, 2, Math.Sqrt(2)),
            (x => Math.Cos(x) - x, 0, 1, 0.7390851332151607),
            (x => Math.Exp(-x) - 1e-9, 0, 100, 9 * Math.Log(10)),
            (x => Math.Pow(x - 1, 9), -3, 6, 1), // flat: bisection has to do it
            (x => x < 0.3 ? -1 : 1, 0, 1, 0.3), // a jump
            (x => Math.Atan(x), 4, -3, 0), // ends the other way round
        ];
        foreach ((Func<double, double> f, double a, double b, double root) in cases)
        {
            int evaluations = 0;
            double found = Brent.FindRoot(
                x =>
                {
                    evaluations++;
                    return f(x);
                }, a, b, 1e-10);
            output.WriteLine($"{evaluations} evaluations, error {found - root:g2}");
            // (x - 1)^9 underflows nowhere here, but its sign is all that is left close to the root.
            Statistical.Near(root, found, 2e-10);
            Assert.InRange(evaluations, 2, 150);
        }
    }

    [Fact]
    public void FindRoot_stays_in_the_bracket_and_finds_a_change_of_sign() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 3], Gen.Double[-5, 0], Gen.Double[0.01, 5]).Sample((root, slope, below, above) =>
        {
            double found = Brent.FindRoot(x => Math.Tanh(slope * (x - root)), root + below - 0.01, root + above);
            Assert.True(Math.Abs(found - root) < 1e-11);
        });

    [Fact]
    public void FindRoot_without_bracket_states_both_ends()
    {
        NotBracketedException e = Assert.Throws<NotBracketedException>(() => Brent.FindRoot(x => x * x + 1, -1, 2));
        Assert.Equal((-1.0, 2.0, 2.0, 5.0), (e.A, e.B, e.ValueA, e.ValueB));
        Assert.Throws<NotBracketedException>(() => Brent.FindRoot(_ => double.NaN, 0, 1));
        Assert.Equal(0, Brent.FindRoot(x => x, 0, 1)); // a root at an end needs no bracket
    }

    [Fact]
    public void Minimize_of_known_functions()
    {
        Statistical.Near(2, Brent.Minimize(x => (x - 2) * (x - 2) + 3, -10, 10).X, 1e-7);
        Statistical.Near(3, Brent.Minimize(x => (x - 2) * (x - 2) + 3, -10, 10).Value, 1e-13);
        Statistical.Near(Math.PI, Brent.Minimize(Math.Cos, 2, 5).X, 1e-7);
        Statistical.Near(0.3, Brent.Minimize(x => Math.Abs(x - 0.3), 0, 1).X, 1e-7);
        Statistical.Near(1, Brent.Minimize(x => -x, 0, 1).X, 1e-6); // falls to the end
        Assert.Throws<ArgumentException>(() => Brent.Minimize(x => x, 1, 1));
    }
}

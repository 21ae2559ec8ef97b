using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Numerics;

namespace TauStar.Fitting;

/// <summary>Couplings that join a graph or leave it: those of which the likelihood gains most, or loses least, taken one by one.</summary>
internal static class GraphChange
{
    /// <summary>
    /// Adds the elements that are not there and would gain most: one alone, at its best value log[f (1 - p) / (p (1 - f))], raises the log-likelihood of a
    /// sequence by f log(f/p) + (1 - f) log((1 - f)/(1 - p)), with f of the data and p of the model.
    /// </summary>
    /// <param name="graph">Changed in place.</param>
    /// <param name="data">f.</param>
    /// <param name="model">p, with a pseudocount, for none may be 0.</param>
    /// <param name="count">How many join, if as many are left.</param>
    public static void Activate(CouplingGraph graph, PairFrequencies data, PairFrequencies model, int count)
    {
        foreach (int element in Lowest(Enumerable.Range(0, data.Pair.Length).Where(n => !graph[n]), n => -Gain(data.Pair[n], model.Pair[n]), count))
            graph[element] = true;
    }

    /// <summary>
    /// Removes the elements that are missed least: p' = p exp(-J [both states]) / Z' has D(p||p') = J p_ab + log(1 - p_ab + p_ab exp(-J)) nats to p.
    /// </summary>
    /// <param name="graph">Changed in place.</param>
    /// <param name="potts">J; set to zero where an element leaves.</param>
    /// <param name="model">p.</param>
    /// <param name="count">How many leave, if as many are there.</param>
    public static void Decimate(CouplingGraph graph, PottsModel potts, PairFrequencies model, int count)
    {
        foreach (int element in Lowest(Enumerable.Range(0, model.Pair.Length).Where(n => graph[n]), n => Loss(potts.Couplings[n], model.Pair[n]), count))
        {
            graph[element] = false;
            potts.Couplings[element] = 0;
        }
    }

    internal static double Gain(double f, double p) => Part(f, p) + Part(1 - f, 1 - p);

    internal static double Loss(double coupling, double p) => coupling * p + Math.Log(1 - p + p * Math.Exp(-coupling));

    private static double Part(double f, double p) => f <= 0 ? 0 : f * Math.Log(f / Math.Max(p, double.Epsilon));

    // Ties by place, so that the result does not depend on the sort.
    private static IEnumerable<int> Lowest(IEnumerable<int> elements, Func<int, double> score, int count)
    {
        int[] places = [.. elements];
        double[] scores = Cores.Map(places.Length, n => score(places[n]));
        Array.Sort(scores, places); // not stable: elements of equal score at the edge are told apart below
        if (count >= places.Length) return places;
        double edge = scores[count];
        int below = Array.FindIndex(scores, s => s >= edge);
        return [.. places.Take(below), .. places.Where((_, n) => scores[n] == edge).Order().Take(count - below)];
    }
}

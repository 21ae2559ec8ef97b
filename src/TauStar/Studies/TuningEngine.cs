namespace TauStar.Studies;

/// <summary>How a tuning run computes.</summary>
public enum TuningEngine
{
    /// <summary>Exactly where that is possible, else by sampling.</summary>
    Auto,

    /// <summary>By sums over all configurations: no chains, no Monte Carlo error.</summary>
    Exact,

    /// <summary>By Markov chains: training, replica exchange, reweighting.</summary>
    Sampled,
}

using TauStar.Data;
using TauStar.Landscapes;
using TauStar.Sampling;
using TauStar.Studies.Estimators;

namespace TauStar.Studies.Planted;

/// <summary>A grid of data sets drawn from planted truths of one size.</summary>
public sealed record PlantedPlan
{
    /// <summary>The largest M: many times what tells estimators apart.</summary>
    public const int MostSamples = 100_000;

    /// <summary>The largest L.</summary>
    public const int MostSites = 1000;

    /// <summary>L.</summary>
    public int Sites { get; init; } = 20;

    /// <summary>q, 2 to 21.</summary>
    public int States { get; init; } = 4;

    /// <summary>How rugged truths are.</summary>
    public IReadOnlyList<PlantedRegime> Truths { get; init; } = Enum.GetValues<PlantedRegime>();

    /// <summary>M.</summary>
    public IReadOnlyList<int> Samples { get; init; } = [100, 200, 400, 800, 1600];

    /// <summary>Data sets for each truth and M, each with a truth of its own.</summary>
    public int Replicates { get; init; } = 10;

    /// <summary>How models are trained.</summary>
    public IReadOnlyList<PlantedUser> Users { get; init; } = [PlantedUser.All[0]];

    /// <summary>How deep the trees are that samples evolve along, in sweeps from root to leaf; 0: independent draws.</summary>
    public double Tree { get; init; }

    /// <summary>Samples at least this similar share a weight, 0 to 1; 0: all count.</summary>
    public double Identity { get; init; }

    /// <summary>Standard deviation of the truths' fields; above 2, sites are conserved, as those of proteins are.</summary>
    public double Fields { get; init; } = PlantedKey.UsualFields;

    /// <summary>Seed of everything.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>All cells, in the order truth, M, replicate, user.</summary>
    public IReadOnlyList<PlantedKey> Cells() =>
    [
        .. from truth in Truths
           from samples in Samples
           from replicate in Enumerable.Range(0, Replicates)
           from user in Users
           select new PlantedKey(truth, Sites, States, samples, replicate, user, Seed, Tree, Identity, Fields),
    ];

    /// <summary>This plan, if it can be run.</summary>
    /// <exception cref="InputException">Something empty, repeated or out of range.</exception>
    public PlantedPlan Validated()
    {
        StudyPlan.CheckList("truth", Truths);
        StudyPlan.CheckList("user", Users);
        StudyPlan.CheckGrid([1], Samples, Replicates);
        if (Sites is < 2 or > MostSites) throw new InputException($"sites is {Sites}; allowed: 2 to {MostSites}");
        if (States is < 2 or > 21) throw new InputException($"states is {States}; allowed: 2 to 21");
        PottsKernel.RequireFits(Sites, States);
        if (!(Tree is >= 0 and <= PhylogeneticSampler.Deepest)) throw new InputException($"the tree is {Tree} sweeps deep; allowed: 0 (none) to {PhylogeneticSampler.Deepest}");
        if (!(Identity is >= 0 and <= 1)) throw new InputException($"seqid is {Identity}; allowed: 0 to 1");
        if (!(Fields is >= 0 and <= 10)) throw new InputException($"fields is {Fields}; allowed: 0 to 10");
        foreach (int m in Samples)
        {
            if (m is < EstimatorPlan.FewestSamples or > MostSamples)
                throw new InputException($"samples holds {m}; allowed: {EstimatorPlan.FewestSamples} to {MostSamples}");
        }
        double cells = (double)Truths.Count * Samples.Count * Replicates * Users.Count;
        return cells <= EstimatorPlan.MostCells ? this : throw new InputException($"the study has {cells:N0} data sets; at most {EstimatorPlan.MostCells:N0} are allowed");
    }
}

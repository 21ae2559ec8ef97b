using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Fitting;
using TauStar.Landscapes;
using TauStar.Sampling;
using TauStar.Tempering;

namespace TauStar.Studies;

/// <summary>
/// What happens in a cell: data are drawn from the truth, a model is fitted, its temperature is turned against the truth and the
/// divergences are explained. Truths are listed once and kept while there is room.
/// </summary>
public sealed class StudyCells
{
    /// <summary>Truths with more energy levels than this are not taken apart by level.</summary>
    public const int MostLevels = 64;

    /// <summary>The largest M of a cell.</summary>
    public const int MostSamples = 10_000_000;

    /// <summary>Configurations whose energies and probabilities are kept between cells: 2^21 of each, some 80 MB.</summary>
    private const long Room = 1 << 21;

    private readonly RecentlyMade<Listing, Listed> listings;
    private readonly RecentlyMade<Setting, Prepared> settings;

    /// <summary>Nothing is listed before a cell asks for it.</summary>
    public StudyCells()
    {
        listings = new(Room, listed => listed.Energies.Configurations, List);
        settings = new(Room, prepared => prepared.Truth.Configurations, setting =>
        {
            EnumeratedDistribution p = listings[setting.Listing].Energies.At(setting.Temperature);
            return new Prepared(p, new ConfigurationSampler(p));
        });
    }

    private readonly record struct Listing(ListedTruth Truth, bool Folded);

    private readonly record struct Setting(Listing Listing, double Temperature);

    private sealed record Listed(EnumeratedDistribution Energies, EnergyLevels? Levels, PairwiseFeatures Features);

    private sealed record Prepared(EnumeratedDistribution Truth, ConfigurationSampler Sampler);

    /// <summary>The range that is searched for optima; the same for all cells, so that a result depends on its key alone.</summary>
    public static TemperatureRange Range => TemperatureRange.Published;

    /// <summary>Complains about a cell that cannot be run, before any work.</summary>
    /// <exception cref="InputException">Why it cannot.</exception>
    public static void Check(CellKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.Truth.Check();
        if (key.Samples > MostSamples) throw new InputException($"samples holds {key.Samples}; allowed: up to {MostSamples}");
        switch (key.Truth, key.Fit)
        {
            case (ListedTruth truth, PairwiseFitMethod fit):
                fit.Check();
                if (key.Samples < fit.FewestSamples) throw new InputException($"samples holds {key.Samples}; the fit '{fit}' needs at least {fit.FewestSamples}");
                if (truth.Sites < 2) throw new InputException($"the truth '{truth}' has {truth.Sites} site; a pairwise model needs at least 2");
                break;
            case (TwoLevelTruth truth, TwoLevelFitMethod):
                truth.At(key.Temperature).Check();
                if (key.Samples < TwoLevelFit.FewestSamples)
                    throw new InputException($"samples holds {key.Samples}; a two-level fit needs at least {TwoLevelFit.FewestSamples}");
                break;
            default:
                throw new InputException($"the fit '{key.Fit}' is not for the truth '{key.Truth}'");
        }
    }

    /// <summary>Runs one cell. Safe for several threads; the result depends on the key alone.</summary>
    /// <exception cref="InputException">The cell cannot be run.</exception>
    public CellResult Run(CellKey key)
    {
        Check(key);
        return key switch
        {
            { Truth: ListedTruth, Fit: PairwiseFitMethod } => RunPairwise(key),
            { Truth: TwoLevelTruth truth } => RunTwoLevel(key, truth.At(key.Temperature)),
            _ => throw new InvalidOperationException($"no way to run '{key.Truth}' with '{key.Fit}'"),
        };
    }

    /// <summary>The parts of a cell of a listed truth: what figures of a single data set show.</summary>
    public PairwiseCell Open(CellKey key)
    {
        Check(key);
        if (key is not { Truth: ListedTruth truth, Fit: PairwiseFitMethod method }) throw new InputException($"the truth '{key.Truth}' cannot be listed");
        // A symmetric truth gets a model without fields: half the list, and the published experiment.
        Listing listing = new(truth, truth.IsSymmetric);
        Listed listed = listings[listing];
        Prepared prepared = settings[new Setting(listing, key.Temperature)];
        byte[] rows = prepared.Sampler.Draw(key.Samples, key.DataStream.Child("draws"));
        PairwiseFit fit = method.Fit(MomentTarget.FromSamples(listed.Features, rows), key.DataStream.Child("start"));
        return new PairwiseCell(prepared.Truth, listed.Levels, rows, fit);
    }

    private static Listed List(Listing listing)
    {
        EnumeratedDistribution energies = listing.Truth.Enumerate(listing.Folded);
        return new Listed(energies, EnergyLevels.TryCreate(energies), new PairwiseFeatures(energies.Alphabet, energies.Sites, !listing.Folded));
    }

    private CellResult RunTwoLevel(CellKey key, TwoLevelTruth truth)
    {
        TwoLevelFit fit = TwoLevelFit.Of(truth.Draw(key.Samples, key.DataStream.Child("draws")), key.DataStream.Child("ties"));
        TwoLevelTempering model = TwoLevelTempering.Of(truth, fit);
        return new CellResult
        {
            Key = key,
            TauStar = model.TauStar(Range),
            TauPrime = model.TauPrime(Range),
            ReverseAtOne = model.ReverseDivergence(1),
            ForwardAtOne = model.ForwardDivergence(1),
            KappaAtOne = model.Kappa(1),
            HeatCapacityAtOne = model.HeatCapacity(1),
            EntropyAtOne = model.Entropy(1),
            Iterations = 1,
            Converged = true,
            GroundHat = fit.GroundHat,
            GapHat = fit.GapHat,
        };
    }

    private CellResult RunPairwise(CellKey key)
    {
        PairwiseCell cell = Open(key);
        double[] energies = cell.Fit.Features.Energies(cell.Fit.Theta);
        EnumeratedDistribution fit = EnumeratedDistribution.Create(cell.Fit.Features.Space, energies);
        TemperatureSweep sweep = new(cell.Truth, energies);
        SweepPoint one = sweep.At(1);
        return new CellResult
        {
            Key = key,
            TauStar = sweep.TauStar(Range),
            TauPrime = sweep.TauPrime(Range),
            ReverseAtOne = one.Reverse,
            ForwardAtOne = one.Forward,
            KappaAtOne = one.Kappa,
            HeatCapacityAtOne = one.HeatCapacity,
            EntropyAtOne = one.Entropy,
            Iterations = cell.Fit.Iterations,
            Converged = cell.Fit.Converged,
            Levels = cell.Levels is { Count: <= MostLevels } levels
                ? LevelDecomposition.Of(levels, cell.Truth, fit, cell.Rows) : [],
        };
    }
}

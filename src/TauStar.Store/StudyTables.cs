using System.Globalization;
using TauStar.Diagnosis;
using TauStar.Numerics;
using TauStar.Studies;
using TauStar.Tempering;

namespace TauStar.Store;

/// <summary>A level of a cell, for tables that have a row for each.</summary>
internal readonly record struct LevelRow(CellKey Key, LevelContribution Level);

/// <summary>The columns of cells, levels and summaries: what users see in SQL, CSV and Parquet, documented in docs/file-formats.md.</summary>
internal static class StudyTables
{
    /// <summary>What identifies a cell.</summary>
    public static IReadOnlyList<StudyColumn<CellKey>> Key { get; } = KeyOf<CellKey>(key => key);

    /// <summary>What was found in a cell, without its key.</summary>
    public static IReadOnlyList<StudyColumn<CellResult>> Found { get; } =
    [
        new ValueColumn<CellResult, double>("tau_star", "where D(q_tau||p) is smallest", cell => cell.TauStar.Tau),
        new TextColumn<CellResult>("tau_star_place", "inside the range searched, or at its lower_edge or upper_edge", cell => PlaceName(cell.TauStar.Place)),
        new ValueColumn<CellResult, int>("tau_star_minima", "local minima of D(q_tau||p) in the range; 2 or more: tau_star is the lowest of them", cell => cell.TauStar.Minima),
        new ValueColumn<CellResult, double>("kl_reverse_star", "D(q_tau||p) at tau_star, nats", cell => cell.TauStar.Divergence),
        new ValueColumn<CellResult, double>("tau_prime", "where D(p||q_tau) is smallest", cell => cell.TauPrime.Tau),
        new TextColumn<CellResult>("tau_prime_place", "inside the range searched, or at its lower_edge or upper_edge", cell => PlaceName(cell.TauPrime.Place)),
        new ValueColumn<CellResult, int>("tau_prime_minima", "local minima of D(p||q_tau) in the range", cell => cell.TauPrime.Minima),
        new ValueColumn<CellResult, double>("kl_forward_prime", "D(p||q_tau) at tau_prime, nats", cell => cell.TauPrime.Divergence),
        new ValueColumn<CellResult, double>("kl_reverse_1", "D(q||p) at tau = 1, nats", cell => cell.ReverseAtOne),
        new ValueColumn<CellResult, double>("kl_forward_1", "D(p||q) at tau = 1, nats", cell => cell.ForwardAtOne),
        new ValueColumn<CellResult, double>("kappa_1", "Cov_q(E/T, E^) at tau = 1", cell => cell.KappaAtOne),
        new ValueColumn<CellResult, double>("C_1", "Var_q(E^) at tau = 1", cell => cell.HeatCapacityAtOne),
        new ValueColumn<CellResult, double>("entropy_1", "entropy of the fit at tau = 1, nats", cell => cell.EntropyAtOne),
        new ValueColumn<CellResult, int>("iterations", "steps that the fit took; 1 for a closed form", cell => cell.Iterations),
        new ValueColumn<CellResult, bool>("converged", "false where the fit did not end by its own rule (limit of steps, or a maximum at infinity)", cell => cell.Converged),
        new ValueColumn<CellResult, int>("n_ground_hat", "states that a two-level fit takes for low; empty for other fits", cell => cell.GroundHat, optional: true),
        new ValueColumn<CellResult, double>("gap_hat", "gap of a two-level fit; empty for other fits", cell => cell.GapHat, optional: true),
    ];

    /// <summary>A level, without the key of its cell.</summary>
    public static IReadOnlyList<StudyColumn<LevelContribution>> Level { get; } = LevelOf<LevelContribution>(level => level);

    /// <summary>Cells as exported.</summary>
    public static IReadOnlyList<StudyColumn<CellResult>> Cells { get; } = [.. KeyOf<CellResult>(cell => cell.Key), .. Found];

    /// <summary>Levels as exported.</summary>
    public static IReadOnlyList<StudyColumn<LevelRow>> Levels { get; } =
        [.. KeyOf<LevelRow>(row => row.Key), .. LevelOf<LevelRow>(row => row.Level)];

    /// <summary>Summaries as exported.</summary>
    public static IReadOnlyList<StudyColumn<StudySummary>> Summary { get; } =
    [
        new TextColumn<StudySummary>("truth", "the ground truth with all its settings", row => row.Truth.Id),
        new ValueColumn<StudySummary, double>("temperature", "T", row => row.Temperature),
        new ValueColumn<StudySummary, int>("samples", "M", row => row.Samples),
        new TextColumn<StudySummary>("fit", "how the models were fitted, with all settings", row => row.Fit.Id),
        new ValueColumn<StudySummary, int>("n", "cells averaged: replicates", row => row.Count),
        .. Average("tau_star", "where D(q_tau||p) is smallest", row => row.TauStar),
        .. Average("kl_reverse_star", "D(q_tau||p) at tau_star, nats", row => row.ReverseAtTauStar),
        new ValueColumn<StudySummary, int>("tau_star_at_edge", "cells whose tau_star lies at an edge of the range searched", row => row.TauStarAtEdge),
        new ValueColumn<StudySummary, int>("tau_star_several_minima", "cells whose D(q_tau||p) has two or more minima", row => row.TauStarSeveralMinima),
        .. Average("tau_prime", "where D(p||q_tau) is smallest", row => row.TauPrime),
        .. Average("kl_forward_prime", "D(p||q_tau) at tau_prime, nats", row => row.ForwardAtTauPrime),
        new ValueColumn<StudySummary, int>("tau_prime_at_edge", "cells whose tau_prime lies at an edge of the range searched", row => row.TauPrimeAtEdge),
        new ValueColumn<StudySummary, int>("tau_prime_several_minima", "cells whose D(p||q_tau) has two or more minima", row => row.TauPrimeSeveralMinima),
        .. Average("kl_reverse_1", "D(q||p) at tau = 1, nats", row => row.ReverseAtOne),
        .. Average("kl_forward_1", "D(p||q) at tau = 1, nats", row => row.ForwardAtOne),
        .. Average("kappa_1", "Cov_q(E/T, E^) at tau = 1", row => row.KappaAtOne),
        .. Average("C_1", "Var_q(E^) at tau = 1", row => row.HeatCapacityAtOne),
        .. Average("entropy_1", "entropy of the fit at tau = 1, nats", row => row.EntropyAtOne),
        new ValueColumn<StudySummary, int>("not_converged", "cells whose fit did not end by its own rule", row => row.NotConverged),
    ];

    /// <summary>A key in one line, for messages.</summary>
    public static string Describe(CellKey key) => string.Create(CultureInfo.InvariantCulture,
        $"({key.Truth}, T = {key.Temperature}, M = {key.Samples}, replicate {key.Replicate}, {key.Fit}, seed {key.Seed})");

    /// <summary>An enum in the words of the tables.</summary>
    public static string PlaceName(OptimumPlace place) => place switch
    {
        OptimumPlace.Inside => "inside",
        OptimumPlace.LowerEdge => "lower_edge",
        OptimumPlace.UpperEdge => "upper_edge",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "no place of an optimum"),
    };

    /// <summary>The way back.</summary>
    public static OptimumPlace? Place(string name) => name switch
    {
        "inside" => OptimumPlace.Inside,
        "lower_edge" => OptimumPlace.LowerEdge,
        "upper_edge" => OptimumPlace.UpperEdge,
        _ => null,
    };

    private static StudyColumn<TRow>[] KeyOf<TRow>(Func<TRow, CellKey> key) =>
    [
        new TextColumn<TRow>("truth", "the ground truth with all its settings", row => key(row).Truth.Id),
        new ValueColumn<TRow, double>("temperature", "T, above 0", row => key(row).Temperature, key: true),
        new ValueColumn<TRow, int>("samples", "M", row => key(row).Samples),
        new ValueColumn<TRow, int>("replicate", "number of the data set, from 0", row => key(row).Replicate),
        new TextColumn<TRow>("fit", "how the model is fitted, with all settings", row => key(row).Fit.Id),
        new ValueColumn<TRow, ulong>("seed", "seed of data and fit", row => key(row).Seed),
    ];

    private static StudyColumn<TRow>[] LevelOf<TRow>(Func<TRow, LevelContribution> level) =>
    [
        new ValueColumn<TRow, int>("level", "number of the truth's energy level, 0 the ground", row => level(row).Level),
        new ValueColumn<TRow, double>("energy", "E of its states", row => level(row).Energy),
        new ValueColumn<TRow, long>("degeneracy", "how many states it has", row => level(row).Degeneracy),
        new ValueColumn<TRow, double>("emp_p", "its part of D(empirical||truth), nats; parts may be negative", row => level(row).EmpiricalTruth),
        new ValueColumn<TRow, double>("emp_q", "its part of D(empirical||fit), nats", row => level(row).EmpiricalFit),
        new ValueColumn<TRow, double>("q_p", "its part of D(fit||truth), nats", row => level(row).FitTruth),
        new ValueColumn<TRow, double>("p_q", "its part of D(truth||fit), nats", row => level(row).TruthFit),
    ];

    private static StudyColumn<StudySummary>[] Average(string name, string meaning, Func<StudySummary, ReplicateMean> average) =>
    [
        new ValueColumn<StudySummary, double>($"{name}_mean", $"mean of: {meaning}", row => average(row).Mean),
        new ValueColumn<StudySummary, double>($"{name}_error", "its standard error over replicates; NaN for one", row => average(row).StandardError),
    ];
}

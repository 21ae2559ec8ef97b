namespace TauStar.Studies;

/// <summary>Where a long run keeps its state, one named part a stage; a seam, because the library writes no files itself.</summary>
public interface ICheckpointStore
{
    /// <summary>Opens a part, or returns null when it was never written.</summary>
    Stream? OpenRead(string part);

    /// <summary>Replaces a part, whole or not at all.</summary>
    void Write(string part, Action<Stream> write);
}

/// <summary>Where a run stands.</summary>
/// <param name="Stage">What it is doing, e.g. "training", "refit 2 of 5", "tempering".</param>
/// <param name="StageFraction">How far within the stage, 0 to 1; by Pearson for trainings, so only a guide.</param>
/// <param name="Fraction">How far in all, 0 to 1, stages weighed by their usual cost.</param>
/// <param name="Detail">The stage's own numbers, a few words.</param>
public sealed record TuningProgress(string Stage, double StageFraction, double Fraction, string Detail);

/// <summary>What a tuning run leaves: the result and the things that go into files of their own.</summary>
/// <param name="Result">All numbers.</param>
/// <param name="Model">The fitted model.</param>
/// <param name="History">Every update of the training of the full model.</param>
/// <param name="Generated">Sequences at tau = 1, at tau' and at the wanted temperatures.</param>
public sealed record TuningOutcome(
    TuningResult Result, Landscapes.PottsModel Model, IReadOnlyList<Fitting.TrainingRecord> History,
    IReadOnlyList<GeneratedSet> Generated);

/// <summary>Sequences generated at one temperature.</summary>
/// <param name="Label">"tau1", "tau-prime" or "tau" with the number.</param>
/// <param name="Tau">Temperature.</param>
/// <param name="Rows">R x L states, row-major.</param>
/// <param name="Energies">R energies under the model, as trained (not divided by tau).</param>
public sealed record GeneratedSet(string Label, double Tau, byte[] Rows, double[] Energies);

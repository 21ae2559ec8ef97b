using TauStar.Data;
using TauStar.Fitting;

namespace TauStar.Cli.Settings;

/// <summary>A name on the command line for a fit of the exact engine.</summary>
internal sealed record FitChoice(string Name, PairwiseFitMethod Method)
{
    private static readonly FitChoice[] All = [new("early-stop", new PublishedFit()), new("ml", new NewtonFit()), new("l2", new EmpiricalBayesFit())];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(choice => choice.Name)];

    public static PairwiseFitMethod Parse(string name, string text) => Array.Find(All, choice => choice.Name == text)?.Method
        ?? throw new InputException($"{name} '{text}' is unknown; choose one of {string.Join(", ", Names)}");

    public static string? Show(PairwiseFitMethod? method) => Array.Find(All, choice => choice.Method == method)?.Name;
}

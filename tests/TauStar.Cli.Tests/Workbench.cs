using System.Runtime.Versioning;
using TauStar.Cli.Tests;
using Xunit;

[assembly: SupportedOSPlatform("linux")] // signals, modes of files and limits are tested as Linux has them
[assembly: AssemblyFixture(typeof(Workbench))]

namespace TauStar.Cli.Tests;

/// <summary>What the tests share: tiny data, and one finished run of them that nobody writes to.</summary>
public sealed class Workbench : IDisposable
{
    private readonly Lazy<Finished> reference;

    public Workbench()
    {
        Folder = Directory.CreateTempSubdirectory("taustar-cli-").FullName;
        Data = Path.Combine(Folder, "data.fasta");
        Truth = Path.Combine(Folder, "truth.dat");
        using (Session session = Session.Start(Folder, "simulate", "planted", "--sites", "8", "--states", "3", "--samples", "120", "--seed", "3",
            "--out", "data.fasta", "--model-out", "truth.dat"))
            session.Finish().Well();
        reference = new(() =>
        {
            using Session session = Session.Start(Folder, ["tune", "data.fasta", "--out", "reference", .. Small, "--at", "0.8,1.25", "--threads", "2"]);
            return session.Finish();
        });
    }

    public string Folder { get; }

    /// <summary>120 sequences of 8 sites over A, C, D.</summary>
    public string Data { get; }

    /// <summary>The model that they come from.</summary>
    public string Truth { get; }

    /// <summary>Settings that make a run with a model from elsewhere short.</summary>
    public static IReadOnlyList<string> SmallForModels { get; } =
    [
        "--alphabet", "ACD", "--engine", "sampled", "--seed", "5", "--sweeps", "40", "--burn-in", "10", "--systems", "4", "--sequences", "20", "--bootstrap", "100",
    ];

    /// <summary>Settings that make a run take about a second.</summary>
    public static IReadOnlyList<string> Small { get; } = [.. SmallForModels, "--chains", "64", "--max-updates", "20"];

    /// <summary>A finished run of the data with the small settings and <c>--at 0.8,1.25</c>; what it said.</summary>
    public Finished Reference => reference.Value.Well();

    /// <summary>A file of that run.</summary>
    public string ReferenceFile(params string[] parts)
    {
        _ = Reference;
        return Path.Combine([Folder, "reference", .. parts]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

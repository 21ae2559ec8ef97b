using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using TauStar.Data;
using TauStar.Formats;

namespace TauStar.Cli.Runs;

/// <summary>How a run came about: settings, seed, version, inputs by hash, machine, times. What a resumed run is checked against.</summary>
internal sealed record Manifest
{
    /// <summary>Raised when a key changes its name or meaning.</summary>
    public const int CurrentSchema = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public int SchemaVersion { get; init; } = CurrentSchema;
    public string Command { get; init; } = "tune";
    /// <summary>"running", "stopped" or "complete".</summary>
    public required string Status { get; init; }
    public string Version { get; init; } = ProgramVersion;
    /// <summary>Every setting by its flag name, defaults included; null: not set.</summary>
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }
    public required IReadOnlyList<InputRecord> Inputs { get; init; }
    public MachineRecord Machine { get; init; } = MachineRecord.Here();
    public required string Started { get; init; }
    public string? Finished { get; init; }
    /// <summary>Seconds at work, all sessions of a resumed run together.</summary>
    public double Seconds { get; init; }
    /// <summary>Times the run was taken up again.</summary>
    public int Resumed { get; init; }

    public static string ProgramVersion => typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <exception cref="InputException">Not a manifest, or one of another schema.</exception>
    public static Manifest Read(string path)
    {
        try
        {
            Manifest manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Json)
                ?? throw new InputException($"{path}: is empty");
            return manifest.SchemaVersion == CurrentSchema ? manifest
                : throw new InputException($"{path}: schema {manifest.SchemaVersion}; this version reads {CurrentSchema}");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: not a manifest of a run ({e.Message.Split('\n')[0]})", e);
        }
    }
}

/// <summary>A file that went in.</summary>
internal sealed record InputRecord(string Role, string Path, string Sha256);

/// <summary>What it ran on.</summary>
internal sealed record MachineRecord(string System, string Architecture, string Processor, int Cores, double MemoryGigabytes, string Runtime)
{
    public static MachineRecord Here() => new(
        RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), ProcessorName(), Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1), RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        try
        {
            string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            return line?.Split(':', 2)[1].Trim() ?? "unknown";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}

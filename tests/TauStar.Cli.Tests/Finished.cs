using Xunit;

namespace TauStar.Cli.Tests;

/// <summary>What a process left: its exit code and all that it said.</summary>
public sealed record Finished(int Code, string Out, string Err)
{
    public string[] ErrLines => Err.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>It ended well.</summary>
    public Finished Well()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Out}\n{Err}");
        return this;
    }

    /// <summary>It refused what it was given: exit code 2, nothing on stdout, one line on stderr that holds all the pieces.</summary>
    public Finished Refused(params string[] pieces)
    {
        Assert.True(Code == 2, $"exit code {Code}, not 2\n{Out}\n{Err}");
        Assert.Equal("", Out);
        Assert.StartsWith("taustar: ", Err, StringComparison.Ordinal);
        Assert.EndsWith("\n", Err, StringComparison.Ordinal);
        Assert.DoesNotContain(Err[..^1], char.IsControl);
        foreach (string piece in pieces) Assert.Contains(piece, Err, StringComparison.Ordinal);
        return this;
    }
}

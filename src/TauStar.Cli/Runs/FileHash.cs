using System.Security.Cryptography;

namespace TauStar.Cli.Runs;

/// <summary>SHA-256 of a file's bytes.</summary>
internal static class FileHash
{
    public static string Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

using System.Text;

namespace TauStar.Reporting;

/// <summary>Files that travel inside the assembly (folder Assets).</summary>
internal static class Resources
{
    /// <summary>Content of an embedded file.</summary>
    /// <exception cref="InvalidOperationException">The assembly was built without it.</exception>
    public static byte[] Bytes(string name)
    {
        using Stream stream = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded file '{name}' is missing from this build.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>The same as text, UTF-8.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}

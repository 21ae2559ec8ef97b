using System.CommandLine;
using TauStar.Data;

namespace TauStar.Cli.Settings;

/// <summary>Settings as flags of a command, with a configuration file below them.</summary>
internal sealed class SettingOptions<T> where T : new()
{
    private readonly IReadOnlyList<Setting<T>> settings;
    private readonly Dictionary<string, Option<string>> options = [];
    private readonly Option<string?> config = new("--config") { HelpName = "FILE", Description = "settings from a JSON file (keys as flags, without dashes); flags win" };

    public SettingOptions(Command command, IReadOnlyList<Setting<T>> settings)
    {
        this.settings = settings;
        T defaults = new();
        foreach (Setting<T> setting in settings)
        {
            string? shown = setting.Show(defaults);
            Option<string> option = new($"--{setting.Name}")
            {
                HelpName = setting.Argument,
                Description = string.IsNullOrEmpty(shown) || setting.Name == "threads" ? setting.Help : $"{setting.Help} [default: {shown}]",
            };
            if (setting.Choices.Count > 0) option.CompletionSources.Add([.. setting.Choices]);
            options[setting.Name] = option;
            command.Options.Add(option);
        }
        command.Options.Add(config);
    }

    /// <summary>Defaults, then the configuration file, then the flags.</summary>
    /// <exception cref="InputException">A value that does not parse, an unknown key.</exception>
    public T Read(ParseResult parsed)
    {
        T values = new();
        if (parsed.GetValue(config) is string file) values = ConfigFile.Apply(file, settings, values);
        foreach (Setting<T> setting in settings)
        {
            if (parsed.GetResult(options[setting.Name]) is { Implicit: false }) values = setting.Apply(values, parsed.GetValue(options[setting.Name])!);
        }
        return values;
    }
}

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
            if (setting.Alias is string alias) option.Aliases.Add($"--{alias}");
            options[setting.Name] = option;
            command.Options.Add(option);
        }
        command.Options.Add(config);
    }

    /// <summary>Defaults, then the configuration file, then the flags; then a check of them all.</summary>
    /// <exception cref="InputException">A value that does not parse, an unknown key, or what the check throws.</exception>
    public T Read(ParseResult parsed, Action<T> check)
    {
        T values = new();
        string? file = parsed.GetValue(config);
        if (file is not null) values = ConfigFile.Apply(file, settings, values);
        T configured = values;
        foreach (Setting<T> setting in settings)
        {
            if (parsed.GetResult(options[setting.Name]) is { Implicit: false }) values = setting.Apply(values, parsed.GetValue(options[setting.Name])!);
        }
        if (Complaint(values, check) is not InputException e)
        {
            foreach (Setting<T> setting in settings) setting.Use?.Invoke(values);
            return values;
        }
        bool fromFile = file is not null && Complaint(configured, check)?.Message == e.Message;
        throw fromFile ? new InputException($"{file}: {e.Message}", e) : e;
    }

    private static InputException? Complaint(T values, Action<T> check)
    {
        try
        {
            check(values);
            return null;
        }
        catch (InputException e)
        {
            return e;
        }
    }
}

using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace TauStar.Architecture.Tests;

/// <summary>Who may know whom: the picture in docs/architecture.md, held against the compiled code.</summary>
public sealed class HouseTests
{
    /// <summary>The folders of TauStar in the order in which data flows.</summary>
    private static readonly string[] Stages =
        ["Data", "Landscapes", "Sampling", "Fitting", "Tempering", "Diagnosis", "Studies"];

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader().LoadAssemblies(
        typeof(Numerics.LogSpace).Assembly, typeof(Data.Alphabet).Assembly, typeof(Formats.AlignmentReader).Assembly,
        typeof(Reporting.HtmlReport).Assembly, typeof(Store.SqliteStudyStore).Assembly, System.Reflection.Assembly.Load("TauStar.Cli")).Build();

    public static TheoryData<string, string> BackwardArrows()
    {
        TheoryData<string, string> pairs = [];
        for (int later = 1; later < Stages.Length; later++)
        {
            for (int earlier = 0; earlier < later; earlier++) pairs.Add($"TauStar.{Stages[earlier]}", $"TauStar.{Stages[later]}");
        }
        return pairs;
    }

    public static TheoryData<string, string> ForbiddenProjects() => new()
    {
        { "TauStar.Numerics", "TauStar.Data" }, { "TauStar.Numerics", "TauStar.Studies" },
        { "TauStar.Formats", "TauStar.Reporting" }, { "TauStar.Reporting", "TauStar.Formats" },
        { "TauStar.Formats", "TauStar.Cli" }, { "TauStar.Reporting", "TauStar.Cli" }, { "TauStar.Studies", "TauStar.Formats" },
        { "TauStar.Studies", "TauStar.Reporting" },
        { "TauStar.Store", "TauStar.Reporting" }, { "TauStar.Store", "TauStar.Cli" }, { "TauStar.Reporting", "TauStar.Store" },
        { "TauStar.Formats", "TauStar.Store" }, { "TauStar.Studies", "TauStar.Store" },
    };

    [Theory]
    [MemberData(nameof(BackwardArrows))]
    [MemberData(nameof(ForbiddenProjects))]
    public void Knows_nothing_of(string folder, string stranger) =>
        Types().That().ResideInNamespaceMatching(Within(folder))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Within(stranger)))
            .Check(House);

    [Fact]
    public void The_rule_finds_an_arrow_that_is_there() => // negative control
        Assert.False(Types().That().ResideInNamespaceMatching(Within("TauStar.Studies"))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Within("TauStar.Data")))
            .HasNoViolations(House));

    [Fact]
    public void Every_stage_holds_types() => Assert.All(Stages, stage =>
        Assert.Contains(House.Types, (IType t) => t.Namespace.FullName == $"TauStar.{stage}"));

    [Fact]
    public void Only_the_command_line_writes_to_a_console() =>
        Types().That().DoNotResideInNamespaceMatching(Within("TauStar.Cli"))
            .Should().NotDependOnAny(typeof(Console)).Check(House);

    private static string Within(string name) => $@"^{name.Replace(".", @"\.", StringComparison.Ordinal)}(\.|$)";
}

using CsCheck;
using Microsoft.Data.Sqlite;
using TauStar.Studies;
using TauStar.Tempering;
using Xunit;

namespace TauStar.Store.Tests;

/// <summary>What was saved is what is found and read.</summary>
public sealed class RoundTripTests : StoreTest
{
    [Fact]
    public void Results_read_back_bit_for_bit()
    {
        int file = 0;
        SmallCells.Many.Sample(cells =>
        {
            string path = PathOf($"{Interlocked.Increment(ref file)}.sqlite");
            using (SqliteStudyStore store = Open(path))
            {
                store.Save(cells);
                Same(cells, store.Read([.. cells.Select(cell => cell.Key)]));
            }
            using (SqliteStudyStore again = Open(path))
            {
                CellKey[] keys = [.. cells.Select(cell => cell.Key).Reverse()];
                Assert.Equal(keys.ToHashSet(), again.Found(keys));
                Same(cells.Reverse(), again.Read(keys));
                again.Save(cells); // the same once more is harmless
            }
        }, iter: 60, threads: 2);
    }

    [Fact]
    public void Only_what_is_there_is_found()
    {
        CellResult[] cells = SmallCells.Numbers(8);
        using SqliteStudyStore store = Open(StorePath);
        Assert.Empty(store.Found([.. cells.Select(cell => cell.Key)]));
        store.Save(cells[..3]);
        store.Save([]);
        store.Save(cells[6..]);
        Assert.Equal(new[] { 0, 1, 2, 6, 7 }.Select(k => cells[k].Key).ToHashSet(), store.Found([.. cells.Select(cell => cell.Key)]));
        Same([cells[7], cells[0], cells[7]], store.Read([cells[7].Key, cells[0].Key, cells[7].Key]));
        Assert.Empty(store.Read([]));
        Assert.Contains("named name=t0", Assert.Throws<KeyNotFoundException>(() => store.Read([cells[0].Key, cells[3].Key])).Message, StringComparison.Ordinal);
        Same(cells[..1], store.Read([cells[0].Key])); // and goes on working
    }

    [Fact]
    public void Every_part_of_a_key_counts()
    {
        CellResult cell = SmallCells.Number(0);
        CellKey key = cell.Key;
        using SqliteStudyStore store = Open(StorePath);
        store.Save([cell]);
        CellKey[] others =
        [
            key with { Truth = new NamedTruth("T0") }, key with { Temperature = Math.BitIncrement(key.Temperature) }, key with { Samples = key.Samples + 1 },
            key with { Replicate = 1 }, key with { Fit = new NamedFit("g") }, key with { Seed = ulong.MaxValue - 6 },
        ];
        Assert.Empty(store.Found(others));
        store.Save([.. others.Select((other, k) => SmallCells.Number(k + 1) with { Key = other })]);
        Assert.Equal(7, store.Found([key, .. others]).Count);
        Same([cell], store.Read([key]));
    }

    [Fact]
    public void Other_values_for_a_key_are_refused_and_nothing_is_kept()
    {
        CellResult[] cells = SmallCells.Numbers(2);
        using SqliteStudyStore store = Open(StorePath);
        store.Save(cells[..1]);
        CellResult first = cells[0];
        CellResult[] changed =
        [
            first with { TauStar = first.TauStar with { Tau = Math.BitIncrement(first.TauStar.Tau) } },
            first with { TauStar = first.TauStar with { Place = OptimumPlace.UpperEdge } },
            first with { ReverseAtOne = -0.0 }, // was 0.0
            first with { KappaAtOne = double.NaN },
            first with { Converged = !first.Converged },
            first with { GroundHat = null, GapHat = null },
            first with { Levels = [first.Levels[0]] },
            first with { Levels = [first.Levels[0], first.Levels[1] with { TruthFit = 1e-300 }] },
        ];
        foreach (CellResult other in changed)
        {
            Assert.Contains("not reproducible", Assert.Throws<InvalidOperationException>(() => store.Save([cells[1], other])).Message, StringComparison.Ordinal);
            Assert.Empty(store.Found([cells[1].Key]));
        }
        Same([first], store.Read([first.Key]));
    }

    [Fact]
    public void Results_that_cannot_be_told_apart_later_are_refused()
    {
        CellResult cell = SmallCells.Number(0);
        using SqliteStudyStore store = Open(StorePath);
        Assert.Throws<ArgumentException>(() => store.Save([cell with { GapHat = null }]));
        Assert.Throws<ArgumentException>(() => store.Save([cell with { Levels = [cell.Levels[1], cell.Levels[0]] }]));
        Assert.Throws<ArgumentException>(() => store.Save([cell with { Levels = [cell.Levels[0], cell.Levels[0]] }]));
        Assert.Throws<ArgumentException>(() => store.Save([cell with { Key = cell.Key with { Temperature = double.NaN } }]));
        Assert.Throws<ArgumentException>(() => store.Save([cell with { Key = cell.Key with { Temperature = -0.0 } }]));
    }

    [Fact]
    public void Users_may_query_it_while_it_is_open()
    {
        CellResult[] cells = SmallCells.Numbers(6);
        using SqliteStudyStore store = Open(StorePath);
        store.Save(cells);
        using SqliteConnection user = new($"Data Source={StorePath};Mode=ReadOnly;Pooling=False");
        user.Open();
        Assert.Equal("1", Ask("SELECT n FROM summary WHERE truth = 'named name=t0' AND temperature = 0.5 AND samples = 10"));
        Assert.Equal("6", Ask("SELECT sum(n) FROM summary"));
        Assert.Equal("12", Ask("SELECT count(*) FROM level_cells WHERE seed = 7 AND emp_q = -0.2"));
        Assert.Equal("2", Ask("SELECT count(*) FROM cells WHERE tau_star_place = 'lower_edge'"));
        Assert.Equal("1", Ask("SELECT value FROM meta WHERE name = 'schema_version'"));
        Assert.Equal("1.2.3", Ask("SELECT value FROM meta WHERE name = 'program_version'"));
        store.Save([SmallCells.Number(6)]); // not disturbed by the reader
        Assert.Equal("7", Ask("SELECT count(*) FROM cells"));

        string? Ask(string sql)
        {
            using SqliteCommand command = user.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar()?.ToString();
        }
    }

    [Fact]
    public void The_queries_of_the_documentation_run()
    {
        Make(SmallCells.Numbers(30));
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root!, "TauStar.slnx"))) root = Path.GetDirectoryName(root);
        string text = File.ReadAllText(Path.Combine(root!, "docs", "file-formats.md"));
        string[] blocks = [.. text.Split("```sql\n")[1..].Select(rest => rest.Split("```")[0])];
        Assert.NotEmpty(blocks);
        using SqliteConnection user = new($"Data Source={StorePath};Pooling=False");
        user.Open();
        foreach (string block in blocks)
        {
            using SqliteCommand command = user.CreateCommand();
            command.CommandText = block;
            using SqliteDataReader rows = command.ExecuteReader();
            Assert.True(rows.Read(), block);
        }
    }

    [Fact]
    public void Thousands_of_cells_are_found_through_the_index()
    {
        CellResult[] cells = SmallCells.Numbers(6000, levels: 15);
        CellKey[] keys = [.. cells.Select(cell => cell.Key)];
        Make(cells);
        using SqliteStudyStore store = Open(StorePath);
        Assert.Equal(6000, store.Found(keys).Count);
        Same(cells, store.Read(keys)); // without the index this takes minutes, not a second: 36 million comparisons of text
        Assert.Equal("1.2.3", store.ProgramVersion);
    }
}

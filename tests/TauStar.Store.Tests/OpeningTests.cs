using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using TauStar.Data;
using TauStar.Studies;
using Xunit;

namespace TauStar.Store.Tests;

/// <summary>Files that cannot be opened are refused in one line and left alone.</summary>
public sealed class OpeningTests : StoreTest
{
    [Fact]
    public void A_closed_store_is_one_file()
    {
        Make(SmallCells.Numbers(3));
        Assert.Equal([StorePath], Content().Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SQLite")]
    [InlineData("truth,temperature\nising,2.5\n")]
    [InlineData("SQLite format 3\0")]
    public void No_database(string content)
    {
        File.WriteAllText(StorePath, content);
        Refused(StorePath, StorePath, "no SQLite database");
    }

    [Fact]
    public void A_database_of_something_else()
    {
        using (SqliteConnection other = new($"Data Source={StorePath};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TABLE cells (a); PRAGMA user_version = 1";
            command.ExecuteNonQuery();
        }
        Refused(StorePath, "SQLite database but no study store");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Another_schema_version(int version)
    {
        Make(SmallCells.Numbers(3));
        byte[] bytes = File.ReadAllBytes(StorePath);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), version);
        File.WriteAllBytes(StorePath, bytes);
        Refused(StorePath, $"schema version {version}, this program knows 1");
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 1); // nothing else was wrong
        File.WriteAllBytes(StorePath, bytes);
        using SqliteStudyStore store = Open(StorePath);
        Same(SmallCells.Numbers(3), store.Read([.. SmallCells.Numbers(3).Select(cell => cell.Key)]));
    }

    [Fact]
    public void Damaged_stores_are_said_to_be()
    {
        Make(SmallCells.Numbers(200, levels: 15));
        byte[] bytes = File.ReadAllBytes(StorePath);
        File.WriteAllBytes(StorePath, bytes[..200]);
        Assert.Contains("damaged", Assert.Throws<InputException>(() => Open(StorePath)).Message, StringComparison.Ordinal);
        bytes.AsSpan(8192).Fill(0xee);
        File.WriteAllBytes(StorePath, bytes);
        string message = Assert.Throws<InputException>(() =>
        {
            using SqliteStudyStore store = Open(StorePath);
            _ = store.Read([.. SmallCells.Numbers(200).Select(cell => cell.Key)]);
        }).Message;
        Assert.Contains("the study store is damaged", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.True(File.Exists(StorePath));
    }

    [Fact]
    public void Places_that_cannot_be_written()
    {
        Refused(Folder, "is a folder");
        Refused("", "empty");
        Refused(PathOf("missing/study.sqlite"), "its folder does not exist; create it first");
        Assert.SkipUnless(Directory.Exists("/proc"), "needs /proc");
        Refused("/proc/study.sqlite", "cannot write /proc/study.sqlite");
    }

    [Fact]
    public void Two_stores_never_share_a_file()
    {
        using (SqliteStudyStore first = Open(StorePath))
        {
            first.Save(SmallCells.Numbers(2));
            Assert.Contains("another process is at work on this study", Assert.Throws<InputException>(() => Open(StorePath)).Message, StringComparison.Ordinal);
            Assert.Contains("another process is at work on this study", Assert.Throws<InputException>(() => Open(StorePath)).Message, StringComparison.Ordinal);
            first.Save([SmallCells.Number(2)]);
        }
        using SqliteStudyStore second = Open(StorePath);
        Assert.Equal(3, second.Found([.. SmallCells.Numbers(5).Select(cell => cell.Key)]).Count);
    }

    [Fact]
    public void A_full_disk_keeps_what_was_saved()
    {
        CellResult[] cells = SmallCells.Numbers(4);
        using (SqliteStudyStore store = Open(StorePath))
        {
            store.Save(cells[..2]);
            store.LimitPages();
            CellResult[] many = SmallCells.Numbers(2000, levels: 15)[4..];
            string message = Assert.Throws<InputException>(() => store.Save(many)).Message;
            Assert.Contains("no space left on device", message, StringComparison.Ordinal);
            Assert.Empty(store.Found([.. many.Select(cell => cell.Key)]));
        }
        using SqliteStudyStore again = Open(StorePath);
        Same(cells[..2], again.Read([.. cells[..2].Select(cell => cell.Key)]));
    }

    /// <summary>
    /// A child process saves batches without pause and is killed; then every batch that it has told of is there, whole, and the
    /// next process takes over. Many kills at different moments: some hit a save, some a checkpoint of the log.
    /// </summary>
    [Fact]
    public void Killed_while_it_writes()
    {
        int before = 0;
        for (int kill = 0; kill < 6; kill++)
        {
            int told = 0;
            using (Process child = Writer.Start(StorePath, before))
            {
                while (told < before + 3 + 7 * kill)
                    told = int.Parse(child.StandardOutput.ReadLine() ?? throw new InvalidOperationException(child.StandardError.ReadToEnd()), null);
                if (kill == 0)
                    Assert.Contains("another process is at work", Assert.Throws<InputException>(() => Open(StorePath)).Message, StringComparison.Ordinal);
                child.Kill();
                string rest = child.StandardOutput.ReadToEnd();
                if (rest.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., string last]) told = int.Parse(last, null);
                child.WaitForExit();
            }
            Assert.True(File.Exists(StorePath + "-wal"), "the child was killed, so its log is there");
            using SqliteStudyStore store = Open(StorePath);
            int batches = 0;
            while (store.Found([.. Writer.Batch(batches).Select(cell => cell.Key)]).Count is int found && found > 0)
            {
                Assert.Equal(Writer.BatchSize, found); // never half a batch
                Same(Writer.Batch(batches), store.Read([.. Writer.Batch(batches).Select(cell => cell.Key)]));
                batches++;
            }
            Assert.InRange(batches, told, told + 1); // all that was told of, and perhaps the one that was not told of yet
            before = batches;
        }
        Assert.True(before > 100, $"{before} batches");
    }
}

using CsCheck;
using Parquet;
using Parquet.Schema;
using TauStar.Data;
using TauStar.Diagnosis;
using TauStar.Studies;
using Xunit;

namespace TauStar.Store.Tests;

/// <summary>The files that other programs read.</summary>
public sealed class ExportTests : StoreTest
{
    [Fact]
    public void Bytes_do_not_depend_on_the_order_of_saving() => Gen.Select(SmallCells.Many, Gen.Shuffle(Enumerable.Range(0, 12).ToArray())).Sample((cells, order) =>
    {
        string a = Directory.CreateTempSubdirectory("taustar-store-").FullName, b = Directory.CreateTempSubdirectory("taustar-store-").FullName;
        try
        {
            CellKey[] keys = [.. cells.Select(cell => cell.Key)];
            StudyExports.Write(a, cells);
            foreach (int k in order.Where(k => k < cells.Length)) // one by one, opened anew each time
            {
                using SqliteStudyStore store = Open(Path.Combine(b, "study.sqlite"));
                store.Save([cells[k]]);
            }
            using (SqliteStudyStore store = Open(Path.Combine(b, "study.sqlite"))) StudyExports.Write(b, [.. store.Read(keys)]);
            foreach (string file in StudyExports.Files) Assert.Equal(File.ReadAllBytes(Path.Combine(a, file)), File.ReadAllBytes(Path.Combine(b, file)));
        }
        finally
        {
            Directory.Delete(a, recursive: true);
            Directory.Delete(b, recursive: true);
        }
    }, iter: 15, threads: 1);

    [Fact]
    public void Other_results_give_other_bytes() // negative control
    {
        CellResult[] cells = SmallCells.Numbers(5);
        StudyExports.Write(Folder, cells);
        SortedDictionary<string, byte[]> before = Content();
        LevelContribution[] levels = [.. cells[4].Levels.Select(level => level with { FitTruth = Math.BitIncrement(level.FitTruth) })];
        StudyExports.Write(Folder, [.. cells[..4], cells[4] with { EntropyAtOne = Math.BitIncrement(cells[4].EntropyAtOne), Levels = levels }]);
        SortedDictionary<string, byte[]> after = Content();
        Assert.Equal(StudyExports.Files.Order(StringComparer.Ordinal).Select(PathOf), after.Keys); // replaced, and nothing left beside them
        Assert.All(StudyExports.Files, file => Assert.NotEqual(before[PathOf(file)], after[PathOf(file)]));
    }

    [Fact]
    public void Csv_says_what_it_holds()
    {
        CellResult cell = SmallCells.Number(0) with { TauStar = new(0.2, double.PositiveInfinity, Tempering.OptimumPlace.LowerEdge, 2), KappaAtOne = double.NaN };
        StudyExports.Write(Folder, [cell with { Key = cell.Key with { Seed = ulong.MaxValue } }, SmallCells.Number(1)]);
        string[] lines = File.ReadAllLines(PathOf("cells.csv"));
        string[] rows = [.. lines.Where(line => !line.StartsWith('#'))];
        Assert.Equal(
            "truth,temperature,samples,replicate,fit,seed,tau_star,tau_star_place,tau_star_minima,kl_reverse_star,tau_prime,tau_prime_place,tau_prime_minima,"
            + "kl_forward_prime,kl_reverse_1,kl_forward_1,kappa_1,C_1,entropy_1,iterations,converged,n_ground_hat,gap_hat", rows[0]);
        Assert.Equal("named name=t0,0.5,10,0,named name=f,18446744073709551615,0.2,lower_edge,2,inf,1,inside,1,0.3,0,0,NaN,2.5,0,0,true,0,0", rows[1]);
        Assert.EndsWith(",1,true,,", rows[2], StringComparison.Ordinal); // no two-level fit: empty, not 0
        Assert.Equal(3, rows.Length);
        Assert.All(rows[0].Split(','), name => Assert.Contains(lines, line => line.StartsWith($"# {name}: ", StringComparison.Ordinal)));
        string[] levels = [.. File.ReadLines(PathOf("levels.csv")).Where(line => !line.StartsWith('#'))];
        Assert.Equal("truth,temperature,samples,replicate,fit,seed,level,energy,degeneracy,emp_p,emp_q,q_p,p_q", levels[0]);
        Assert.Equal("named name=t1,1.5,11,1,named name=f,7,1,-4,2,0.1,-0.2,0.15,1", levels[^1]);
        Assert.Equal(5, levels.Length);
    }

    [Fact]
    public async Task Parquet_reads_back_bit_for_bit()
    {
        await Check([]);
        await Check(SmallCells.Numbers(3, levels: 0));
        await SmallCells.Many.SampleAsync(Check, iter: 10, threads: 1);

        async Task Check(CellResult[] cells)
        {
            StudyExports.Write(Folder, cells);
            await Compare("cells.parquet", StudyTables.Cells, cells);
            await Compare("levels.parquet", StudyTables.Levels, [.. cells.SelectMany(cell => cell.Levels.Select(level => new LevelRow(cell.Key, level)))]);
        }
    }

    [Fact]
    public void A_folder_that_is_missing_is_told()
    {
        InputException e = Assert.Throws<InputException>(() => StudyExports.Write(PathOf("missing"), SmallCells.Numbers(1)));
        Assert.Contains("does not exist; create it first", e.Message, StringComparison.Ordinal);
        Assert.Empty(Content());
    }

    private async Task Compare<TRow>(string file, IReadOnlyList<StudyColumn<TRow>> columns, TRow[] rows)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(PathOf(file));
        Assert.Equal(columns.Select(column => column.Name), reader.Schema.DataFields.Select(field => field.Name));
        Assert.Equal(1, reader.RowGroupCount);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        Assert.Equal(rows.Length, group.RowCount);
        foreach ((StudyColumn<TRow> column, DataField field) in columns.Zip(reader.Schema.DataFields))
        {
            object?[] expected = [.. rows.Select(row => Bits(column.Cell(row)))];
            Assert.Equal(expected, (await Values(group, field, rows.Length)).Select(Bits));
        }
    }

    private static async Task<object?[]> Values(ParquetRowGroupReader group, DataField field, int count)
    {
        if (field.ClrType == typeof(double)) return await Numbers<double>(group, field, count);
        if (field.ClrType == typeof(int)) return await Numbers<int>(group, field, count);
        if (field.ClrType == typeof(long)) return await Numbers<long>(group, field, count);
        if (field.ClrType == typeof(ulong)) return await Numbers<ulong>(group, field, count);
        if (field.ClrType == typeof(bool)) return await Numbers<bool>(group, field, count);
        string?[] texts = new string?[count];
        await group.ReadAsync(field, texts.AsMemory());
        return texts;
    }

    private static async Task<object?[]> Numbers<T>(ParquetRowGroupReader group, DataField field, int count) where T : struct
    {
        if (field.IsNullable)
        {
            T?[] some = new T?[count];
            await group.ReadAsync(field, some.AsMemory());
            return [.. some.Select(value => (object?)value)];
        }
        T[] all = new T[count];
        await group.ReadAsync(field, all.AsMemory());
        return [.. all.Select(value => (object?)value)];
    }

    private static object? Bits(object? value) => value is double real ? BitConverter.DoubleToInt64Bits(real) : value;
}

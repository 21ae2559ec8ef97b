using Parquet;
using Parquet.Schema;

namespace TauStar.Store;

/// <summary>One column of a study's tables. The same list of columns makes the SQL schema, the CSV and the Parquet files.</summary>
/// <param name="name">As users query it.</param>
/// <param name="meaning">One sentence with unit and range.</param>
internal abstract class StudyColumn<TRow>(string name, string meaning)
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    /// <summary>Type and constraints in a STRICT table.</summary>
    public abstract string SqlType { get; }

    /// <summary>What is bound to a statement: text, long, double, or null for a value that SQLite cannot hold.</summary>
    public abstract object SqlValue(TRow row);

    /// <summary>What stands in a CSV file.</summary>
    public abstract object? Cell(TRow row);

    /// <summary>The same column of rows that hold such a row.</summary>
    public abstract StudyColumn<TWhole> Of<TWhole>(Func<TWhole, TRow> part);

    /// <summary>Name and type in a Parquet file: a new one for every file, for a schema changes the fields that it takes.</summary>
    public abstract DataField NewField();

    /// <summary>Writes the column of some rows.</summary>
    /// <param name="field">As <see cref="NewField"/> made it for the schema of the file.</param>
    /// <param name="group">Where to.</param>
    /// <param name="rows">The rows of the group.</param>
    public abstract ValueTask WriteAsync(DataField field, ParquetRowGroupWriter group, IReadOnlyList<TRow> rows);
}

/// <summary>Text, never null.</summary>
internal sealed class TextColumn<TRow>(string name, string meaning, Func<TRow, string> value) : StudyColumn<TRow>(name, meaning)
{
    public override string SqlType => "TEXT NOT NULL";

    public override StudyColumn<TWhole> Of<TWhole>(Func<TWhole, TRow> part) => new TextColumn<TWhole>(Name, Meaning, whole => value(part(whole)));

    public override DataField NewField() => new DataField<string>(Name, nullable: false);

    public override object SqlValue(TRow row) => value(row);

    public override object? Cell(TRow row) => value(row);

    public override async ValueTask WriteAsync(DataField field, ParquetRowGroupWriter group, IReadOnlyList<TRow> rows) =>
        await group.WriteAsync(field, (IReadOnlyCollection<string>)[.. rows.Select(value)]).ConfigureAwait(false);
}

/// <summary>Numbers and truth values.</summary>
/// <param name="name">As users query it.</param>
/// <param name="meaning">One sentence.</param>
/// <param name="value">double, int, long, ulong or bool; null only where optional.</param>
/// <param name="optional">Whether a row may have no value.</param>
/// <param name="key">Whether it is part of a key, so that it is never NaN.</param>
internal sealed class ValueColumn<TRow, T>(string name, string meaning, Func<TRow, T?> value, bool optional = false, bool key = false)
    : StudyColumn<TRow>(name, meaning)
    where T : struct
{
    // ANY, because a REAL column turns -0.0 into 0.0; NULL, because SQLite has no NaN.
    public override string SqlType => typeof(T) == typeof(double) ? key ? $"ANY NOT NULL CHECK (typeof({Name}) = 'real')" : $"ANY CHECK (typeof({Name}) IN ('real', 'null'))"
        : (optional ? "INTEGER" : "INTEGER NOT NULL") + (typeof(T) == typeof(bool) ? $" CHECK ({Name} IN (0, 1))" : "");

    public override StudyColumn<TWhole> Of<TWhole>(Func<TWhole, TRow> part) =>
        new ValueColumn<TWhole, T>(Name, Meaning, whole => value(part(whole)), optional, key);

    public override DataField NewField() => optional ? new DataField<T?>(Name) : new DataField<T>(Name);

    public override object SqlValue(TRow row) => (object?)value(row) switch
    {
        null or double.NaN => DBNull.Value,
        double real => real,
        bool truth => truth ? 1L : 0L,
        int whole => (long)whole,
        ulong large => unchecked((long)large),
        object other => other,
    };

    public override object? Cell(TRow row) => value(row);

    public override async ValueTask WriteAsync(DataField field, ParquetRowGroupWriter group, IReadOnlyList<TRow> rows)
    {
        if (optional) await group.WriteAsync<T>(field, rows.Select(value).ToArray()).ConfigureAwait(false);
        else await group.WriteAsync<T>(field, rows.Select(row => value(row)!.Value).ToArray()).ConfigureAwait(false);
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>Puts the fields and couplings of a binary or tabular file where they belong in a model, and refuses what is no finite float32.</summary>
internal sealed class ModelFiller
{
    /// <summary>Most sites that a model may have.</summary>
    public const int MostSites = 99_999;

    private readonly SourceFile source;
    private readonly StateMap states;
    private readonly float sign;
    private readonly int q;

    /// <summary>Takes the memory for a model.</summary>
    /// <param name="source">For complaints.</param>
    /// <param name="states">Of the file.</param>
    /// <param name="sites">L.</param>
    /// <param name="negative">Whether the file has energies instead: parameters with the other sign.</param>
    public ModelFiller(SourceFile source, StateMap states, int sites, bool negative = false)
    {
        RequireSize(source, sites, states.Alphabet.Size);
        this.source = source;
        this.states = states;
        sign = negative ? -1 : 1;
        q = states.Letters.Length;
        Model = new PottsModel(states.Alphabet, sites);
    }

    /// <summary>The model.</summary>
    public PottsModel Model { get; }

    /// <summary>Refuses sizes beyond what arrays hold.</summary>
    public static void RequireSize(SourceFile source, int sites, int q)
    {
        if (sites is < 1 or > MostSites) throw source.Complain($"has {sites:N0} sites; a model has 1 to {MostSites:N0}");
        if (q is < 2 or > 64) throw source.Complain($"has {q:N0} states; a model has 2 to 64");
        long couplings = sites * (sites - 1L) / 2 * q * q;
        if (couplings > Array.MaxLength) throw source.Complain($"{sites:N0} sites with {q} states have {couplings:N0} couplings, more than fit in memory");
    }

    /// <summary>h_i(a) for the first states of the file; those that are left out stay 0.</summary>
    public void SetFields(int i, ReadOnlySpan<float> values)
    {
        Span<float> fields = Model.Fields.AsSpan(i * Model.States, Model.States);
        for (int a = 0; a < values.Length; a++)
        {
            if (!float.IsFinite(values[a])) throw Refuse($"the field of site {i}, state {a}", values[a]);
            fields[states.ToModel[a]] = sign * values[a];
        }
    }

    /// <summary>J_ij(a, b) at a q + b, i &lt; j, in the file's states.</summary>
    public void SetBlock(int i, int j, ReadOnlySpan<float> values)
    {
        Span<float> block = Model.Block(i, j);
        if (values.IndexOfAnyNotFinite() is int at and >= 0) throw Refuse($"the coupling of sites {i} and {j}, states {at / q} and {at % q}", values[at]);
        if (states.IsIdentity && sign > 0)
        {
            values.CopyTo(block);
            return;
        }
        for (int a = 0; a < q; a++)
        {
            for (int b = 0; b < q; b++) block[states.ToModel[a] * Model.States + states.ToModel[b]] = sign * values[a * q + b];
        }
    }

    private InputException Refuse(string what, float value) => source.Complain(
        $"{what} is {value.ToString(CultureInfo.InvariantCulture)}, not a finite 32-bit number; the model cannot be used");
}

/// <summary>Numbers of 4 or 8 bytes, little-endian, out of a file as float32.</summary>
internal sealed class FloatReader(SourceFile source, int width)
{
    private byte[] bytes = [];

    /// <summary>Fills a span.</summary>
    public void Read(Span<float> into, string what)
    {
        if (width == sizeof(float) && BitConverter.IsLittleEndian)
        {
            source.ReadExactly(MemoryMarshal.AsBytes(into), what);
            return;
        }
        int count = into.Length * width;
        if (bytes.Length < count) bytes = new byte[count];
        source.ReadExactly(bytes.AsSpan(0, count), what);
        for (int k = 0; k < into.Length; k++)
        {
            into[k] = width == sizeof(float)
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(k * sizeof(float)))
                : (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)));
        }
    }

    /// <summary>Takes numbers that nobody needs.</summary>
    public void Skip(long count, string what)
    {
        byte[] rest = new byte[(int)Math.Min(1 << 16, count * width)];
        for (long left = count * width; left > 0; left -= rest.Length)
            source.ReadExactly(rest.AsSpan(0, (int)Math.Min(left, rest.Length)), what);
    }
}

internal static class Finiteness
{
    /// <summary>Place of the first NaN or infinity; -1: there is none.</summary>
    public static int IndexOfAnyNotFinite(this ReadOnlySpan<float> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (!float.IsFinite(values[k])) return k;
        }
        return -1;
    }
}

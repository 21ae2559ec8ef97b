using TauStar.Numerics;

namespace TauStar.Sampling;

public sealed partial class ReplicaExchange
{
    /// <summary>Writes all that the rest of the run depends on; a run restored from it ends with the same bits.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(SweepsDone);
        writer.Write(halfTrips);
        writer.WriteArray<byte>(Chains.States);
        writer.WriteArray<double>(Chains.Energies);
        writer.WriteArray<int>(chainAt);
        writer.WriteArray<sbyte>(heading);
        writer.WriteArray<long>(swapTries);
        writer.WriteArray<long>(swapAccepts);
        int recorded = Math.Max(0, SweepsDone - Options.BurnIn);
        foreach (double[] series in energies) writer.WriteArray<double>(series.AsSpan(0, recorded));
        writer.Write(snapshots[0].Count);
        foreach (byte[] rows in snapshots.SelectMany(s => s)) writer.WriteArray<byte>(rows);
    }

    /// <summary>Restores what <see cref="Save"/> wrote, into a run made from the same model, ladder, options and stream.</summary>
    /// <exception cref="InvalidDataException">The saved state is of another size or cut short.</exception>
    public void Load(BinaryReader reader) => reader.ReadState(LoadParts);

    private void LoadParts(BinaryReader reader)
    {
        SweepsDone = reader.ReadInt32();
        halfTrips = reader.ReadInt64();
        reader.ReadArray<byte>(Chains.States);
        reader.ReadArray<double>(Chains.Energies);
        reader.ReadArray<int>(chainAt);
        reader.ReadArray<sbyte>(heading);
        reader.ReadArray<long>(swapTries);
        reader.ReadArray<long>(swapAccepts);
        int recorded = Math.Max(0, SweepsDone - Options.BurnIn);
        foreach (double[] series in energies) reader.ReadArray<double>(series.AsSpan(0, recorded));
        int kept = reader.ReadInt32();
        foreach (List<byte[]> list in snapshots)
        {
            list.Clear();
            for (int n = 0; n < kept; n++)
            {
                byte[] rows = new byte[Options.Systems * model.Sites];
                reader.ReadArray<byte>(rows);
                list.Add(rows);
            }
        }
        for (int at = 0; at < chainAt.Length; at++) Place(at / Rungs, at % Rungs, chainAt[at]);
    }
}

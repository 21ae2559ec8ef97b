using TauStar.Numerics;

namespace TauStar.Fitting;

public sealed partial class CouplingThermostat
{
    /// <summary>Writes all that the next step depends on; one restored from it goes on with the same bits.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Horizon);
        writer.Write(friction);
        writer.WriteArray<float>(model.Fields);
        writer.WriteArray<float>(model.Couplings);
        writer.WriteArray<float>(centredFields);
        writer.WriteArray<float>(velocity);
        writer.WriteArray<byte>(chains.States);
        earlier.Save(writer);
        later.Save(writer);
        writer.Write(history.Count);
        foreach (ThermostatRecord r in history) writer.WriteArray<double>([r.Reading, r.Friction]);
    }

    /// <summary>Restores what <see cref="Save"/> wrote, into one made from the same arguments.</summary>
    /// <exception cref="InvalidDataException">The saved state is of another size or cut short.</exception>
    public void Load(BinaryReader reader) => reader.ReadState(LoadParts);

    private void LoadParts(BinaryReader reader)
    {
        Horizon = reader.ReadInt32();
        friction = reader.ReadDouble();
        reader.ReadArray<float>(model.Fields);
        reader.ReadArray<float>(model.Couplings);
        reader.ReadArray<float>(centredFields);
        reader.ReadArray<float>(velocity);
        reader.ReadArray<byte>(chains.States);
        earlier.Load(reader);
        later.Load(reader);
        history.Clear();
        double[] r = new double[2];
        int steps = reader.ReadInt32();
        for (int n = 0; n < steps; n++)
        {
            reader.ReadArray<double>(r);
            history.Add(new ThermostatRecord(n, r[0], r[1]));
        }
        for (int i = 0; i < model.Sites; i++)
        {
            for (int j = i + 1; j < model.Sites; j++)
            {
                kernel.SetBlock(i, j, model.Block(i, j));
                ShiftFields(i, j, model.Block(i, j));
            }
        }
        CopyFieldsToKernel();
    }
}

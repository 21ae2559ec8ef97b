using TauStar.Numerics;

namespace TauStar.Fitting;

public sealed partial class BoltzmannLearning
{
    /// <summary>Writes all that the next update depends on; a training restored from it ends with the same bits.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Updates);
        writer.WriteArray<float>(model.Fields);
        writer.WriteArray<float>(model.Couplings);
        writer.WriteArray<float>(fieldDirection);
        writer.WriteArray<float>(fieldStep);
        writer.WriteArray<float>(direction);
        writer.Write(rate);
        writer.Write(lastSquares);
        graph?.Save(writer);
        writer.WriteArray<byte>(chains.States);
        memory.Save(writer);
        writer.Write(history.Count);
        foreach (TrainingRecord r in history)
            writer.WriteArray<double>([r.Update, r.Pearson, r.Slope, r.Gradient, r.Overlap, r.MeanEnergy, r.Rate, r.Density]);
    }

    /// <summary>Restores what <see cref="Save"/> wrote, into a training made from the same data, options and stream.</summary>
    /// <exception cref="InvalidDataException">The saved state is of another size or cut short.</exception>
    public void Load(BinaryReader reader) => reader.ReadState(LoadParts);

    private void LoadParts(BinaryReader reader)
    {
        Updates = reader.ReadInt32();
        reader.ReadArray<float>(model.Fields);
        reader.ReadArray<float>(model.Couplings);
        reader.ReadArray<float>(fieldDirection);
        reader.ReadArray<float>(fieldStep);
        reader.ReadArray<float>(direction);
        rate = reader.ReadDouble();
        lastSquares = reader.ReadDouble();
        graph?.Load(reader);
        reader.ReadArray<byte>(chains.States);
        memory.Load(reader);
        history.Clear();
        double[] r = new double[8];
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            reader.ReadArray<double>(r);
            history.Add(new TrainingRecord((int)r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]));
        }
        CopyToKernel();
    }
}

using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Formats.Matrices;
using TauStar.Formats.Output;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>
/// Mi3-GPU's J.npy: a NumPy array of L(L-1)/2 x q^2 energies, E = sum J with p ~ exp(-E), no fields, pairs (0,1), (0,2), ..., states a q + b. Which letters the
/// states are is not written in it.
/// </summary>
internal sealed class Mi3Format : ModelFormat
{
    public override string Name => "mi3";

    public override string Title => "Mi3-GPU J.npy";

    public override string Sign => "E = sum J, p ~ exp(-E)";

    public override IReadOnlyList<string> Extensions { get; } = [".npy"];

    public override bool WritesLetters => false;

    internal override bool Recognises(ModelHead head) => head.StartsWith(NumPyHeader.Magic);

    internal override ModelFindings Read(SourceFile source, Alphabet? alphabet, bool asked)
    {
        NumPyHeader header = NumPyHeader.Read(source.Text, source.Complain);
        if (header.IsBigEndian || header.Kind is not ("f4" or "f8"))
            throw source.Complain($"elements of type '{Excerpt.Of(header.Type)}' are no couplings; save x.astype('<f4')");
        if (header.Shape.Count != 2)
            throw source.Complain($"the array has {header.Shape.Count} dimensions; Mi3's couplings have two: L(L-1)/2 x q²");
        (int pairs, int squares) = (header.Shape[0], header.Shape[1]);
        int sites = (int)Math.Round((1 + Math.Sqrt(1 + 8.0 * pairs)) / 2), q = (int)Math.Round(Math.Sqrt(squares));
        if (pairs < 1 || sites * (sites - 1L) / 2 != pairs || q * (long)q != squares)
            throw source.Complain($"{pairs:N0} x {squares:N0} elements are not L(L-1)/2 x q² for whole L and q; give Mi3's J.npy");
        int width = header.Kind[1] - '0';
        ModelFiller.RequireSize(source, sites, q);
        source.RequireRoomFor((long)pairs * squares * width, $"{sites:N0} sites with {q} states");
        if (alphabet is null)
            throw source.Complain($"does not say which letters its {q} states are; name them in order with --alphabet");
        StateMap states = StateMap.OfNumbers(source, q, alphabet);
        ModelFiller filler = new(source, states, sites, negative: true);
        FloatReader floats = new(source, width);
        if (header.Fortran) ReadColumns(filler.Model, floats, pairs, q);
        else ReadRows(filler, floats, sites, q);
        source.RequireEnd();
        return new ModelFindings
        {
            Document = new ModelDocument { Model = filler.Model },
            Format = this,
            FirstSite = null,
            FirstState = null,
            Letters = states.Letters,
            LettersFrom = states.From,
        };

        void ReadColumns(PottsModel model, FloatReader columns, int count, int q)
        {
            float[] values = new float[count];
            float[] block = new float[q * q];
            for (int ab = 0; ab < q * q; ab++)
            {
                columns.Read(values, $"the couplings of states {ab / q} and {ab % q}");
                for (int pair = 0; pair < count; pair++) model.Couplings[(long)pair * q * q + ab] = values[pair];
            }
            // Signs and finiteness as for rows, block by block.
            for (int i = 0; i < model.Sites; i++)
            {
                for (int j = i + 1; j < model.Sites; j++)
                {
                    model.Block(i, j).CopyTo(block);
                    filler.SetBlock(i, j, block);
                }
            }
        }
    }

    internal override WrittenModel Write(string path, ModelDocument document)
    {
        GaugedModel fieldless = PottsGauges.To(document.Model, PottsGauge.Fieldless);
        PottsModel model = fieldless.Model;
        int q = model.States;
        RequireFinite(model.Couplings);
        PackedFile.Write(path, stream =>
        {
            NumPyWriter.WriteHeader(stream, "<f4", SitePairs.Count(model.Sites), q * q);
            float[] negative = new float[q * q];
            for (int at = 0; at < model.Couplings.Length; at += negative.Length)
            {
                for (int k = 0; k < negative.Length; k++) negative[k] = -model.Couplings[at + k];
                NumPyWriter.WriteFloats(stream, negative);
            }
        });
        return new WrittenModel
        {
            Paths = [path],
            Format = this,
            Model = model,
            FirstSite = null,
            FirstState = null,
            Letters = model.Alphabet.Letters,
            LettersKnown = false,
            EnergyShift = fieldless.EnergyShift,
        };
    }

    private static void ReadRows(ModelFiller filler, FloatReader floats, int sites, int q)
    {
        float[] block = new float[q * q];
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++)
            {
                floats.Read(block, $"the couplings of sites {i} and {j}");
                filler.SetBlock(i, j, block);
            }
        }
    }

    private static void RequireFinite(float[] couplings)
    {
        if (Array.Exists(couplings, value => !float.IsFinite(value)))
            throw new InputException("a field and a coupling together exceed 32-bit numbers, so that Mi3 cannot hold the model without fields");
    }
}

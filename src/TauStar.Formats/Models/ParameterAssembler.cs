using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>Makes a model of the lines of a parameter file: finds L and the alphabet, and puts every line in its place once.</summary>
internal sealed class ParameterAssembler(SourceFile source, Alphabet? hint)
{
    private readonly ParameterList list = new(source);
    private readonly List<byte> tokens = [];
    private readonly sbyte[] stateOf = new sbyte[256];

    /// <summary>Reads the file to its end.</summary>
    /// <exception cref="InputException">Lines that make no model.</exception>
    public PottsModel Read()
    {
        list.ReadAll();
        if (list.Count == 0) throw source.Complain("holds no parameter; lines are 'J i j A C value' and 'h i A value'");
        int sites = Scan();
        Alphabet alphabet = ChooseAlphabet();
        long couplings = sites * (sites - 1L) / 2 * alphabet.Size * alphabet.Size;
        if (couplings > Array.MaxLength)
            throw source.Complain($"{sites:N0} sites with {alphabet.Size} states have {couplings:N0} couplings, more than fit in memory");
        CheckFields(sites, alphabet.Size);
        PottsModel model = new(alphabet, sites);
        Fill(model);
        return model;
    }

    /// <summary>Notes which states occur, and returns L from the fields.</summary>
    private int Scan()
    {
        int sites = 0;
        bool[] seen = new bool[256];
        for (int k = 0; k < list.Count; k++)
        {
            ref readonly Parameter line = ref list[k];
            Note(line.A);
            if (line.J >= 0) Note(line.C);
            else sites = Math.Max(sites, line.I + 1);
        }
        if (sites == 0) throw source.Complain("holds couplings but no field ('h i A value'); the file was cut short: write or copy it again");
        return sites;

        void Note(byte token)
        {
            if (seen[token]) return;
            seen[token] = true;
            tokens.Add(token);
        }
    }

    private Alphabet ChooseAlphabet()
    {
        bool letters = !tokens.Exists(token => token >= 128);
        Alphabet? byLetters = !letters ? null
            : hint is not null && Fits(hint) ? hint
            : hint is null ? AlphabetName.Known.OrderBy(Preference).FirstOrDefault(Fits)
            : null;
        if (byLetters is not null) return Use(byLetters, token => byLetters.IndexOf((char)token));
        if (tokens.TrueForAll(token => token is >= (byte)'0' and <= (byte)'9' or >= 128))
        {
            int largest = tokens.Max(Number);
            Alphabet numbered = hint ?? OfSize(largest + 1);
            if (largest >= numbered.Size)
                throw source.Complain($"state {largest} occurs, but the alphabet {numbered} has 0 to {numbered.Size - 1}; name the right one");
            return Use(numbered, Number);
        }
        if (!letters)
            throw RefuseState(tokens.First(token => token >= 128), "is a number, but other lines have letters; use one of the two");
        if (hint is not null)
        {
            throw RefuseState(tokens.First(token => hint.IndexOf((char)token) < 0),
                $"is not in the alphabet {hint}; name the right one");
        }
        string gapFirst = new([.. tokens.Select(token => (char)token).OrderBy(letter => letter != '-')]);
        if (gapFirst.Length < 2) throw source.Complain($"only the state '{gapFirst}' occurs; a model needs at least 2");
        Alphabet custom = new("custom", gapFirst);
        return Use(custom, token => custom.IndexOf((char)token));
    }

    private InputException RefuseState(byte token, string why)
    {
        int at = Enumerable.Range(0, list.Count).First(k => list[k].A == token || list[k].J >= 0 && list[k].C == token);
        return source.Complain($"line {list.LineOf(at)}: state {Name(token)} {why}");
    }

    private static string Name(byte token) => token >= 128 ? $"{token - 128}" : $"'{(char)token}'";

    /// <summary>Small alphabets first: A C G alone are RNA rather than protein.</summary>
    private static int Preference(Alphabet alphabet) => alphabet.HasGap ? alphabet.Size : 100;

    private bool Fits(Alphabet alphabet) => tokens.TrueForAll(token => alphabet.IndexOf((char)token) >= 0);

    private static int Number(byte token) => token >= 128 ? token - 128 : token - '0';

    private static Alphabet OfSize(int q) => q switch
    {
        <= 2 => Alphabet.Binary,
        5 => Alphabet.Rna,
        21 => Alphabet.Protein,
        _ => new Alphabet("custom", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@*"[..q]),
    };

    private Alphabet Use(Alphabet alphabet, Func<byte, int> index)
    {
        foreach (byte token in tokens) stateOf[token] = (sbyte)index(token);
        return alphabet;
    }

    /// <summary>Every site has each state's field once; looked at before memory for couplings is taken.</summary>
    private void CheckFields(int sites, int q)
    {
        bool[] seen = new bool[sites * q];
        for (int k = 0; k < list.Count; k++)
        {
            ref readonly Parameter line = ref list[k];
            if (line.J >= 0) continue;
            ref bool field = ref seen[line.I * q + stateOf[line.A]];
            if (field) throw RefuseSecond(k);
            field = true;
        }
        for (int i = 0; i < sites; i++)
        {
            foreach (byte token in tokens)
            {
                if (!seen[i * q + stateOf[token]])
                    throw source.Complain($"the field of site {i}, state {Name(token)} is missing; the file was cut short, or write the field as 0");
            }
        }
    }

    private void Fill(PottsModel model)
    {
        int q = model.States, sites = model.Sites;
        ulong[] seen = new ulong[(model.Couplings.Length + 63) / 64];
        for (int k = 0; k < list.Count; k++)
        {
            ref readonly Parameter line = ref list[k];
            int a = stateOf[line.A];
            if (line.J < 0)
            {
                model.Fields[line.I * q + a] = line.Value;
                continue;
            }
            if (line.J >= sites)
                throw source.Complain($"line {list.LineOf(k)}: site {line.J} has couplings but no field; the fields run from site 0 to {sites - 1}");
            int at = SitePairs.Index(sites, line.I, line.J) * q * q + a * q + stateOf[line.C];
            ulong bit = 1UL << (at & 63);
            if ((seen[at >> 6] & bit) != 0) throw RefuseSecond(k);
            seen[at >> 6] |= bit;
            model.Couplings[at] = line.Value;
        }
    }

    private InputException RefuseSecond(int k) =>
        source.Complain($"line {list.LineOf(k)}: the parameter stands a second time; remove one of the two lines");
}

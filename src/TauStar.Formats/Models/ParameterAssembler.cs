using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats.Models;

/// <summary>Makes a model of the lines of a parameter file: finds L, the first number and the alphabet, and puts every line in its place once.</summary>
/// <param name="source">The file.</param>
/// <param name="hint">The user's alphabet; null: found.</param>
/// <param name="first">Number of the first site, and of the first state where states are numbers: 0 or 1; null: found.</param>
internal sealed class ParameterAssembler(SourceFile source, Alphabet? hint, int? first = null)
{
    private const int LargestAlphabet = 64;

    private readonly ParameterList list = new(source);
    private readonly List<byte> tokens = [];
    private readonly sbyte[] stateOf = new sbyte[256];

    /// <summary>0 or 1; known once the file is read.</summary>
    public int First { get; private set; }

    /// <summary>Whether states are numbers in the file.</summary>
    public bool HasNumbers { get; private set; }

    /// <summary>Who says which letters the states are.</summary>
    public LetterSource LettersFrom { get; private set; }

    /// <summary>The letters that occur in the file, as the alphabet has them, in the order of states.</summary>
    public string LettersIn(Alphabet alphabet) => string.Concat(tokens.Select(token => (int)stateOf[token]).Order().Select(state => alphabet.Letters[state]));

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

    /// <summary>Notes which states occur, finds the first number, and returns L from the fields.</summary>
    private int Scan()
    {
        int end = 0, least = int.MaxValue;
        bool[] seen = new bool[256];
        for (int k = 0; k < list.Count; k++)
        {
            ref readonly Parameter line = ref list[k];
            Note(line.A);
            least = Math.Min(least, line.I);
            if (line.J >= 0) Note(line.C);
            else end = Math.Max(end, line.I + 1);
        }
        if (end == 0) throw source.Complain("holds couplings but no field ('h i A value'); the file was cut short: write or copy it again");
        // From 1 where no site 0 and, with numbers, no state 0 occurs: PottsEvolver's habit. A file that was cut short lacks the last sites, not the first.
        bool numbers = tokens.TrueForAll(IsNumber);
        First = first ?? (least == 1 && (!numbers || tokens.Min(Number) >= 1) ? 1 : 0);
        return end - First;

        void Note(byte token)
        {
            if (seen[token]) return;
            seen[token] = true;
            tokens.Add(token);
        }
    }

    private Alphabet ChooseAlphabet()
    {
        // Numbers from 1 are never digits that stand for themselves.
        bool letters = !tokens.Exists(token => token >= 128) && !(First == 1 && tokens.TrueForAll(IsNumber));
        Alphabet? byLetters = !letters ? null
            : hint is not null && Fits(hint) ? hint
            : hint is null ? AlphabetName.Known.OrderBy(Preference).FirstOrDefault(Fits)
            : null;
        if (byLetters is not null)
        {
            HasNumbers = tokens.TrueForAll(IsNumber);
            return Use(byLetters, token => byLetters.IndexOf((char)token));
        }
        if (tokens.TrueForAll(IsNumber))
        {
            HasNumbers = true;
            int q = tokens.Max(Number) - First + 1;
            if (q > LargestAlphabet) throw source.Complain($"state {q - 1 + First} occurs; a model has at most {LargestAlphabet} states");
            Alphabet numbered = hint ?? OfSize(q);
            if (q > numbered.Size)
                throw source.Complain($"state {q - 1 + First} occurs, but the alphabet {numbered} has {First} to {numbered.Size - 1 + First}; name the right one");
            LettersFrom = hint is not null ? LetterSource.User : q == Alphabet.Protein.Size ? LetterSource.Format : LetterSource.Unknown;
            return Use(numbered, token => Number(token) - First);
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

    private static bool IsNumber(byte token) => token is >= (byte)'0' and <= (byte)'9' or >= 128;

    private static int Number(byte token) => token >= 128 ? token - 128 : token - '0';

    private static Alphabet OfSize(int q) => q switch
    {
        <= 2 => Alphabet.Binary,
        5 => Alphabet.Rna,
        21 => Alphabet.Protein,
        _ => new Alphabet("custom", StateMap.DigitsOf(q)),
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
            ref bool field = ref seen[(line.I - First) * q + stateOf[line.A]];
            if (field) throw RefuseSecond(k);
            field = true;
        }
        for (int i = 0; i < sites; i++)
        {
            foreach (byte token in tokens)
            {
                if (!seen[i * q + stateOf[token]])
                    throw source.Complain($"the field of site {i + First}, state {Name(token)} is missing; the file was cut short, or write the field as 0");
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
                model.Fields[(line.I - First) * q + a] = line.Value;
                continue;
            }
            if (line.J - First >= sites)
                throw source.Complain($"line {list.LineOf(k)}: site {line.J} has couplings but no field; the fields run from site {First} to {sites - 1 + First}");
            int at = SitePairs.Index(sites, line.I - First, line.J - First) * q * q + a * q + stateOf[line.C];
            ulong bit = 1UL << (at & 63);
            if ((seen[at >> 6] & bit) != 0) throw RefuseSecond(k);
            seen[at >> 6] |= bit;
            model.Couplings[at] = line.Value;
        }
    }

    private InputException RefuseSecond(int k) =>
        source.Complain($"line {list.LineOf(k)}: the parameter stands a second time; remove one of the two lines");
}

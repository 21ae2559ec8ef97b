using TauStar.Data;
using TauStar.Numerics;

namespace TauStar.Landscapes;

/// <summary>How rugged a planted truth is.</summary>
public enum PlantedRegime
{
    /// <summary>Couplings N(0, 0.7^2): many configurations of like probability.</summary>
    Warm,

    /// <summary>Couplings N(0, 1.4^2): rugged.</summary>
    Mid,

    /// <summary>Couplings N(0, 0.5^2) and a bonus for the contacts of one native sequence: a gap above few states.</summary>
    Cold,
}

/// <summary>What kind of planted truth to make; change with <c>with</c>.</summary>
public sealed record PlantedPottsOptions
{
    /// <summary>L, at least 2.</summary>
    public int Sites { get; init; } = 20;

    /// <summary>q, 2 to 21. Letters: the first q amino acids in alphabetical order, no gap; for 21 the protein alphabet.</summary>
    public int States { get; init; } = 4;

    /// <summary>How rugged.</summary>
    public PlantedRegime Regime { get; init; } = PlantedRegime.Mid;

    /// <summary>
    /// Contacts a site: round(1.5 L) pairs, (i, i+3) along the chain first, then pairs at random; never more than all.
    /// </summary>
    public double ContactsPerSite { get; init; } = 1.5;

    /// <summary>Standard deviation of the fields h.</summary>
    public double FieldDeviation { get; init; } = 0.5;

    /// <summary>Standard deviation of the couplings J at contacts; null: the regime's.</summary>
    public double? CouplingDeviation { get; init; }

    /// <summary>What J_ij gains at a contact for the native pair of states; null: 2.2 in the cold regime, else 0.</summary>
    public double? NativeBonus { get; init; }
}

/// <summary>
/// A made-up truth with the looks of a protein family: sparse contacts, random couplings and fields, and in the cold
/// regime a planted native sequence. Its energies are known, so tau* and tau' of a model fitted to its samples are too.
/// </summary>
/// <param name="Model">The truth at T = 1.</param>
/// <param name="Contacts">The coupled pairs i &lt; j, in the order of <see cref="SitePairs.Index"/>.</param>
/// <param name="Native">L states of the planted sequence; the bonus may be 0.</param>
public sealed record PlantedPotts(PottsModel Model, IReadOnlyList<(int I, int J)> Contacts, byte[] Native)
{
    private const int ChainStep = 3;

    /// <summary>Makes a truth.</summary>
    /// <param name="options">Its kind.</param>
    /// <param name="stream">Fixes it; contacts, native sequence, fields and couplings come from separate streams.</param>
    /// <exception cref="InputException">An option out of range.</exception>
    public static PlantedPotts Create(PlantedPottsOptions options, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(options);
        double deviation = options.CouplingDeviation ?? options.Regime switch
        {
            PlantedRegime.Warm => 0.7,
            PlantedRegime.Mid => 1.4,
            PlantedRegime.Cold => 0.5,
            _ => throw new InputException($"there is no regime {options.Regime}"),
        };
        double bonus = options.NativeBonus ?? (options.Regime == PlantedRegime.Cold ? 2.2 : 0);
        Check(options, deviation, bonus);
        int q = options.States;
        PottsModel model = new(q == 21 ? Alphabet.Protein : new Alphabet("custom", Alphabet.Protein.Letters[1..(q + 1)]), options.Sites);
        RandomSource random = stream.Child("native").Open();
        byte[] native = new byte[options.Sites];
        for (int i = 0; i < native.Length; i++) native[i] = (byte)random.NextInt(q);
        random = stream.Child("fields").Open();
        for (int n = 0; n < model.Fields.Length; n++) model.Fields[n] = (float)(options.FieldDeviation * random.NextNormal());
        (int I, int J)[] contacts = ChooseContacts(options, stream.Child("contacts").Open());
        random = stream.Child("couplings").Open();
        foreach ((int i, int j) in contacts)
        {
            Span<float> block = model.Block(i, j);
            for (int n = 0; n < block.Length; n++) block[n] = (float)(deviation * random.NextNormal());
            block[native[i] * q + native[j]] += (float)bonus;
        }
        return new PlantedPotts(model, contacts, native);
    }

    private static (int I, int J)[] ChooseContacts(PlantedPottsOptions options, RandomSource random)
    {
        int sites = options.Sites, wanted = (int)Math.Round(options.ContactsPerSite * sites);
        List<(int I, int J)> chain = [], others = [];
        for (int i = 0; i < sites; i++)
        {
            for (int j = i + 1; j < sites; j++) (j - i == ChainStep ? chain : others).Add((i, j));
        }
        (int I, int J)[] shuffled = [.. others];
        random.Shuffle(shuffled.AsSpan());
        return [.. chain.Concat(shuffled).Take(wanted).Order()];
    }

    private static void Check(PlantedPottsOptions options, double deviation, double bonus)
    {
        if (options.Sites < 2) throw new InputException($"{options.Sites} sites; a planted truth needs at least 2");
        if (options.States is < 2 or > 21) throw new InputException($"{options.States} states a site; allowed are 2 to 21");
        if (!(options.ContactsPerSite >= 0 && options.ContactsPerSite <= options.Sites))
            throw new InputException($"{options.ContactsPerSite} contacts a site; allowed are 0 to L = {options.Sites}");
        if (!(options.FieldDeviation >= 0 && deviation >= 0) || !double.IsFinite(options.FieldDeviation + deviation + bonus))
            throw new InputException("the deviations of fields and couplings must be at least 0 and, like the bonus, finite");
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TauStar.Data;
using TauStar.Formats.Input;
using TauStar.Landscapes;

namespace TauStar.Formats;

/// <summary>A mutant as it is written, and what it changes.</summary>
/// <param name="Name">As written, such as A12C:D40E.</param>
/// <param name="Changes">At different sites.</param>
public sealed record Mutant(string Name, IReadOnlyList<Substitution> Changes);

/// <summary>
/// Mutants in the usual notation: letter of the wild type, position, new letter; several changes joined by ':'. Positions are those of
/// the target.
/// </summary>
/// <param name="target">The wild type.</param>
/// <param name="alphabet">Of its states.</param>
public sealed partial class MutantReader(TargetSequence target, Alphabet alphabet)
{
    [GeneratedRegex(@"^(\S)(-?\d{1,9})(\S)$")]
    private static partial Regex Change { get; }

    /// <summary>Reads a file: a mutant a line, at its start; what follows a comma, a semicolon or white space, blank lines, '#' lines and a first line "mutant" are skipped.</summary>
    /// <exception cref="InputException">No such file, nothing in it, or a mutant that does not fit the target.</exception>
    public IReadOnlyList<Mutant> Read(string path) => SourceFile.Read(path, hash: false, source =>
    {
        source.RequireText();
        List<Mutant> mutants = [];
        bool first = true;
        while (source.Text.TryReadLine(out ReadOnlySpan<byte> line))
        {
            string text = Encoding.UTF8.GetString(line).Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            string mutant = text.Split([',', ';', ' ', '\t'], 2)[0];
            if (!first || mutant is not ("mutant" or "mutation" or "mutations"))
            {
                try
                {
                    mutants.Add(Parse(mutant));
                }
                catch (InputException e)
                {
                    throw source.Complain($"line {source.Text.Line}: {e.Message}");
                }
            }
            first = false;
        }
        return mutants.Count > 0 ? mutants : throw source.Complain("holds no mutant; write one a line, such as A12C:D40E");
    });

    /// <summary>Reads one mutant.</summary>
    /// <exception cref="InputException">Not in this notation, or not of this target.</exception>
    public Mutant Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Substitution> changes = [];
        foreach (string part in text.Split(':'))
        {
            Substitution change = ParseChange(part);
            if (changes.Any(other => other.Site == change.Site)) throw new InputException($"mutant '{Excerpt.Of(text)}' changes one position twice");
            changes.Add(change);
        }
        return new Mutant(text, changes);
    }

    private Substitution ParseChange(string text)
    {
        if (Change.Match(text) is not { Success: true } match)
            throw new InputException($"mutant '{Excerpt.Of(text)}' is not of the form A12C (wild type, position, new letter; several joined by ':')");
        string shown = Excerpt.Of(text);
        char from = match.Groups[1].Value[0], to = match.Groups[3].Value[0];
        int position = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (position < target.First || position > target.Last)
            throw new InputException($"{shown}: the sequence has no position {position}; it runs from {target.First} to {target.Last}");
        int residue = position - target.First, site = target.SiteOf(residue);
        if (target.Residues[residue] != from)
            throw new InputException($"{shown}: the sequence has {target.Residues[residue]} at position {position}, not {from}; positions run from {target.First} ({target.Residues[0]}) to {target.Last} ({target.Residues[^1]})");
        if (site < 0) throw new InputException($"{shown}: position {position} is an insertion, of which the model knows nothing");
        if (alphabet.IndexOf(from) < 0) throw new InputException($"{shown}: {from} stands for no single state, so that no difference is known");
        int state = alphabet.IndexOf(to);
        return state >= 0 ? new Substitution(site, (byte)state) : throw new InputException($"{shown}: {Excerpt.Of((byte)to)} is not a letter of the alphabet {alphabet}");
    }
}

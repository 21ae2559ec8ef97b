using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using TauStar.Numerics;
using TauStar.Studies;
using Xunit;

namespace TauStar.Reporting.Tests;

public partial class HtmlReportTests
{
    private static readonly string Typical = HtmlReport.Render(SampleResult.Typical());
    private static readonly string Awkward = HtmlReport.Render(SampleResult.Awkward());
    private static readonly string Exact = HtmlReport.Render(SampleResult.Exact());

    public static TheoryData<string> All => [nameof(Typical), nameof(Awkward), nameof(Exact)];

    private static string Named(string name) => name switch
    {
        nameof(Typical) => Typical,
        nameof(Awkward) => Awkward,
        _ => Exact,
    };

    /// <summary>The page without its scripts and styles.</summary>
    private static string Markup(string html) => ScriptsAndStyles().Replace(html, "");

    /// <summary>What a reader sees.</summary>
    private static string Visible(string html) => WebUtility.HtmlDecode(Tags().Replace(Markup(html), " "));

    [Fact]
    public void SameResultSamePage() => Assert.Equal(Typical, HtmlReport.Render(SampleResult.Typical()));

    [Theory]
    [MemberData(nameof(All))]
    public void LoadsNothing(string name)
    {
        string html = Named(name);
        string markup = Markup(html);
        Assert.DoesNotMatch(@"\bsrc\s*=", Tagged(markup));
        Assert.DoesNotContain("<link", markup, StringComparison.OrdinalIgnoreCase);
        Assert.All(Href().Matches(Tagged(markup)), match => Assert.StartsWith("#", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"@import|url\((?!#)", html[html.IndexOf("<style>", StringComparison.Ordinal)..html.IndexOf("</style>", StringComparison.Ordinal)]);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal); // and the browser holds us to it
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TagsAreBalancedAndIdsUnique(string name)
    {
        Stack<string> open = [];
        string[] empty = ["meta", "br", "path", "rect", "circle", "ellipse"];
        foreach (Match match in Tag().Matches(Markup(Named(name))))
        {
            string tag = match.Groups[2].Value.ToLowerInvariant();
            if (match.Groups[1].Value == "/")
                Assert.Equal(open.Pop(), tag);
            else if (match.Groups[3].Value != "/" && !(empty.Contains(tag) && tag is "meta" or "br"))
                open.Push(tag);
        }
        Assert.Empty(open);
        string[] ids = [.. Id().Matches(Markup(Named(name))).Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void PayloadIsValidJsonThatCannotEndItsElement(string name)
    {
        string html = Named(name);
        Match payload = Payload().Match(html);
        Assert.DoesNotContain('<', payload.Groups[1].Value);
        using JsonDocument json = JsonDocument.Parse(payload.Groups[1].Value);
        string[] drawn = [.. json.RootElement.EnumerateArray().Select(figure => figure.GetProperty("name").GetString()!)];
        Assert.Contains("forward-divergence", drawn);
        foreach (Match place in Place().Matches(html))
        {
            JsonElement figure = json.RootElement.EnumerateArray().Single(f => f.GetProperty("name").GetString() == place.Groups[1].Value);
            Assert.InRange(int.Parse(place.Groups[2].Value), 0, figure.GetProperty("panels").GetArrayLength() - 1);
        }
    }

    [Fact]
    public void HoverSaysValueAndInterval()
    {
        using JsonDocument json = JsonDocument.Parse(Payload().Match(Typical).Groups[1].Value);
        JsonElement curve = json.RootElement[0].GetProperty("panels")[0].GetProperty("marks").EnumerateArray()
            .Single(mark => mark.GetProperty("kind").GetString() == "curve");
        string[] hover = [.. curve.GetProperty("hover").EnumerateArray().Select(text => text.GetString()!)];
        Assert.Equal(SampleResult.Typical().Curves.Count, hover.Length);
        Assert.Matches(@"^τ = 2\.00: [\d.]+ \(90.%: [\d.]+ to [\d.]+\)$", hover[^1]);
        Assert.EndsWith("chains did not mix", hover[0], StringComparison.Ordinal);
    }

    [Fact]
    public void TextOfTheResultIsNeverMarkup()
    {
        Assert.DoesNotContain("<script>alert", Awkward, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", Awkward, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>No optimum", Awkward, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#39;file&#39;)&lt;/script&gt;.fasta", Awkward, StringComparison.Ordinal);
        Assert.Equal(3, ScriptEnd().Count(Awkward)); // payload, plotly, ours
        Assert.Contains("{{verdict}}", Visible(Awkward), StringComparison.Ordinal); // the data's braces, left alone
    }

    [Theory]
    [MemberData(nameof(All))]
    public void NoNumberIsMissingInWords(string name)
    {
        string visible = Visible(Named(name));
        Assert.DoesNotContain("NaN", visible, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", visible, StringComparison.Ordinal);
        Assert.DoesNotContain("undefined", visible, StringComparison.Ordinal);
    }

    [Fact]
    public void VerdictComesBeforeEverythingElse()
    {
        TuningResult result = SampleResult.Typical();
        string visible = Visible(Typical);
        int[] places = [.. result.Verdict.Append("For diversity").Append("Before you trust").Append("Where is the model closest").Select(text => visible.IndexOf(text, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void CardOfTauPrimeShowsValueIntervalAndGain()
    {
        string card = Card("For diversity");
        Assert.Contains("\u03C4\u2032 = 1.11", card, StringComparison.Ordinal);
        Assert.Contains("1.07 to 1.15", card, StringComparison.Ordinal);
        Assert.Contains("0.7 nats", card, StringComparison.Ordinal);
        Assert.Contains("checks passed", card, StringComparison.Ordinal);
    }

    [Fact]
    public void CardOfTauStarShowsItsNoteAndNoNumber()
    {
        string card = Card("For fidelity");
        Assert.Contains("not available", card, StringComparison.Ordinal);
        Assert.Contains("Not estimated yet", card, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d", Visible(card));
    }

    [Fact]
    public void AReasonForDoubtStandsOnceOnACard()
    {
        TuningResult typical = SampleResult.Typical();
        TauPrimeResult found = typical.TauPrime;
        TuningResult doubtful = typical with
        {
            TauPrime = found with
            {
                TauPrime = found.TauPrime.Doubt(EstimateStatus.Unreliable, "the reason"),
                Gain = found.Gain.Doubt(EstimateStatus.Unreliable, "the reason"),
            },
        };
        Assert.Equal(2, Card(HtmlReport.Render(doubtful), "For diversity").Split("The reason").Length);
    }

    [Fact]
    public void TheExactEngineShowsTauStarWithItsEstimatorsAndNoChains()
    {
        string card = Visible(Card(Exact, "For fidelity")), visible = Visible(Exact);
        foreach (string piece in new[] { "\u03C4* = 0.84", "0.77 to 0.92", "0.08 nats", "lower to 0.84", "too much weight on high energies" })
            Assert.Contains(piece, card, StringComparison.Ordinal);
        Assert.Contains("raise to 1.11", Visible(Card(Exact, "For diversity")), StringComparison.Ordinal);
        foreach (string piece in new[] { "Estimators of", "posterior-mean", "cross-validated-l2", "one-loop", "three-body moments: 0.7", "empirical-bayes", "12.3", "34.5" })
            Assert.Contains(piece, visible, StringComparison.Ordinal);
        Assert.Contains("data-figure=\"reverse-divergence\"", Exact, StringComparison.Ordinal);
        foreach (string piece in new[] { "replica-exchange", "Temperature ladder", "Persistent chains", "id=\"training\"" })
            Assert.DoesNotContain(piece, Markup(Exact), StringComparison.Ordinal);
        Assert.DoesNotContain("data-figure=\"reverse-divergence\"", Typical, StringComparison.Ordinal);
        Assert.DoesNotContain("Estimators of", Visible(Typical), StringComparison.Ordinal);
    }

    [Fact]
    public void BadStatusesLookBad()
    {
        string visible = Visible(Awkward);
        Assert.Contains("out of range", visible, StringComparison.Ordinal);
        Assert.Contains("No crossing up to tau = 2.", visible, StringComparison.Ordinal);
        Assert.Contains("not reliable", visible, StringComparison.Ordinal);
        Assert.Contains("Only two folds reached their goal.", visible, StringComparison.Ordinal);
        Assert.Contains("look here first", visible, StringComparison.Ordinal);
        Assert.DoesNotContain("\u03C4\u2032 = 2", visible, StringComparison.Ordinal);
        Assert.Contains("tr class=\"doubtful\"", Typical, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyFiguresSayWhy()
    {
        string visible = Visible(Awkward);
        Assert.Contains("trained elsewhere", visible, StringComparison.Ordinal);
        Assert.Contains("No sequences were generated", visible, StringComparison.Ordinal);
        Assert.DoesNotContain("data-figure=\"training\"", Awkward, StringComparison.Ordinal);
    }

    [Fact]
    public void NoWarningsNoBox() =>
        Assert.DoesNotContain("Before you trust", HtmlReport.Render(SampleResult.Typical() with { Warnings = [] }), StringComparison.Ordinal);

    [Fact]
    public void ProvenanceIsComplete()
    {
        TuningResult result = SampleResult.Typical();
        string visible = Visible(Typical);
        Assert.Contains(result.Data.Sha256, visible, StringComparison.Ordinal);
        Assert.Contains("20260115", visible, StringComparison.Ordinal);
        Assert.Contains("TauStar " + result.Version, visible, StringComparison.Ordinal);
    }

    [Fact]
    public void LicencesTravelWithWhatTheyCover()
    {
        string[] names = typeof(HtmlReport).Assembly.GetManifestResourceNames();
        Assert.Contains("plotly-LICENSE.txt", names);
        Assert.Contains("DejaVu-LICENSE.txt", names);
        Assert.Contains("Licensed under the MIT license", Typical, StringComparison.Ordinal); // plotly's own notice, within the page
    }

    private static string Card(string heading) => Card(Typical, heading);

    private static string Card(string html, string heading)
    {
        int start = html.IndexOf($"<h2>{heading}</h2>", StringComparison.Ordinal);
        return html[start..html.IndexOf("</article>", start, StringComparison.Ordinal)];
    }

    /// <summary>Only what stands within tags: attributes, not text.</summary>
    private static string Tagged(string markup) => string.Concat(Tags().Matches(markup).Select(match => match.Value));

    [GeneratedRegex("<(script|style)\\b[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex ScriptsAndStyles();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*?(/?)>")]
    private static partial Regex Tag();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptEnd();

    [GeneratedRegex("\\bhref=\"([^\"]*)\"")]
    private static partial Regex Href();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("id=\"payload\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Payload();

    [GeneratedRegex("data-figure=\"([^\"]+)\" data-panel=\"(\\d+)\"")]
    private static partial Regex Place();
}

using TauStar.Data;
using TauStar.Studies.Reproduction;
using Xunit;

namespace TauStar.Formats.Tests;

/// <summary>Folders of published numbers, whole and broken.</summary>
public sealed class ReferenceFolderTests : IDisposable
{
    private const string Phase = "# read off\nT,M,tau_star_mean,tau_prime_mean\n2.00,54,0.675,1.556\n\n# more\n5.00,54,3.0,2.2\n";

    private readonly string folder = Directory.CreateTempSubdirectory("taustar-reference-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private void Refused(params string[] pieces)
    {
        string message = Assert.Throws<InputException>(() => ReferenceFolder.Read(folder)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All(pieces, piece => Assert.Contains(piece, message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_three_tables()
    {
        Put("ising4x4_tau_phase.csv", Phase);
        Put("toy_kappa_C.csv", "gap,kappa_mean,kappa_sem,C_mean,C_sem\n2.000,0.05,0.0006,0.276,0.0011\n");
        Put("ising4x4_level_kl.csv", "T,M,level,emp_p_mean,emp_p_sem,emp_q_mean,emp_q_sem,q_p_mean,q_p_sem\n2.3,40,0,0.03,0.012,-0.05,0.004,0.09,0.013\n");
        PublishedNumbers found = ReferenceFolder.Read(folder);
        Assert.Equal([new PublishedPhase(2, 54, new(0.675), new(1.556)), new PublishedPhase(5, 54, new(3), new(2.2))], found.Fig3);
        Assert.Equal([new PublishedResponse(2, new(0.05, 0.0006), new(0.276, 0.0011))], found.FigCToy);
        Assert.Equal([new PublishedLevel(2.3, 40, 0, new(0.03, 0.012), new(-0.05, 0.004), new(0.09, 0.013))], found.FigD);
    }

    [Fact]
    public void A_table_that_is_not_there_is_empty()
    {
        Put("ising4x4_tau_phase.csv", Phase);
        PublishedNumbers found = ReferenceFolder.Read(folder);
        Assert.Equal((2, 0, 0), (found.Fig3.Count, found.FigCToy.Count, found.FigD.Count));
    }

    [Fact]
    public void Folders_that_hold_nothing_of_use()
    {
        Refused("holds none of", "toy_kappa_C.csv");
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => ReferenceFolder.Read(Path.Combine(folder, "missing"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# only a comment\n", "holds no numbers")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n", "holds no numbers")]
    [InlineData("M,T,tau_star_mean,tau_prime_mean\n54,2,1,1\n", "line 1", "columns are 'M,T", "have to be 'T,M,")]
    [InlineData("T,M,tau_star_mean\n2,54,1\n", "line 1", "columns are")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54,1\n", "line 2", "3 cells for 4 columns")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54,1,1,1\n", "line 2", "5 cells for 4 columns")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54,x,1\n", "line 2", "tau_star_mean 'x' is not a number")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54,nan,1\n", "line 2", "tau_star_mean 'nan' is not a number")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54,0,1\n", "line 2", "tau_star_mean is 0")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n-2,54,1,1\n", "line 2", "T is -2")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54.5,1,1\n", "line 2", "M is 54.5")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,99999999999,1,1\n", "line 2", "M is 99999999999")]
    [InlineData("T,M,tau_star_mean,tau_prime_mean\n2,54,1,1\n2.0,54,1,1\n", "line 3", "second time")]
    public void Tables_that_do_not_parse(string text, params string[] pieces)
    {
        Put("ising4x4_tau_phase.csv", text);
        Refused(["ising4x4_tau_phase.csv", .. pieces]);
    }
}

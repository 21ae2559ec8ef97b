using TauStar.Data;
using Xunit;

namespace TauStar.Formats.Tests;

public sealed class AtomicFileTests : TestFiles
{
    private const int NoSpace = 28;

    [Fact]
    public void Writes_whole_files_and_replaces_old_ones()
    {
        AtomicFile.Write(PathOf("a.txt"), "τ\n");
        Assert.Equal([0xcf, 0x84, 0x0a], File.ReadAllBytes(PathOf("a.txt")));
        AtomicFile.Write(PathOf("a.txt"), stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(PathOf("a.txt")));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(PathOf("a.txt"), "old");
        OneLine(Failing(new IOException("No space left on device", NoSpace)), "cannot write", "a.txt", "no space left on device");
        OneLine(Failing(new IOException("odd\nnews")), "odd\\u000anews");
        OneLine(Failing(new UnauthorizedAccessException()), "no permission");
        Assert.Throws<OperationCanceledException>(() =>
            AtomicFile.Write(PathOf("a.txt"), stream =>
            {
                stream.Write("half"u8);
                throw new OperationCanceledException();
            }));
        Assert.Equal("old", File.ReadAllText(PathOf("a.txt")));
        Assert.Single(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void A_full_disk_at_any_byte_leaves_nothing()
    {
        for (int room = 0; room < 3; room++)
        {
            int left = room;
            InputException e = Assert.Throws<InputException>(() =>
                AtomicFile.Write(PathOf("b.txt"), s => s.Write("abc"u8), path => new FullStream(File.Create(path), left)));
            OneLine(e.Message, "cannot write", "no space left on device; ");
            Assert.Empty(Directory.GetFileSystemEntries(Folder));
        }
    }

    [Fact]
    public void Devices_are_written_to_and_not_replaced()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        OneLine(Assert.Throws<InputException>(() => AtomicFile.Write("/dev/full", "abc")).Message, "/dev/full", "no space left");
        AtomicFile.Write("/dev/null", "abc");
        Assert.True(File.Exists("/dev/full"));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void Links_are_followed()
    {
        AtomicFile.Write(PathOf("real.txt"), "old");
        File.CreateSymbolicLink(PathOf("link.txt"), PathOf("real.txt"));
        AtomicFile.Write(PathOf("link.txt"), "new");
        Assert.Equal("new", File.ReadAllText(PathOf("real.txt")));
        Assert.NotNull(new FileInfo(PathOf("link.txt")).LinkTarget);
    }

    [Fact]
    public void Names_that_cannot_be_written()
    {
        OneLine(Refusal(Folder), "is a folder");
        OneLine(Refusal(PathOf("missing/a.txt")), "does not exist; create it first");
        OneLine(Refusal(""), "empty");
        OneLine(Refusal(PathOf(new string('x', 300))), "cannot write");
        OneLine(Refusal("a\0b"), "a\\u0000b");
    }

    private string Failing(Exception e) => Assert.Throws<InputException>(() => AtomicFile.Write(PathOf("a.txt"), stream =>
    {
        stream.Write("half"u8);
        throw e;
    })).Message;

    private static string Refusal(string path) =>
        Assert.Throws<InputException>(() => AtomicFile.Write(path, "text")).Message;

    /// <summary>A disk with room for a few bytes.</summary>
    private sealed class FullStream(Stream inner, int room) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }
        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = Math.Min(count, room);
            inner.Write(buffer, offset, fits);
            room -= fits;
            if (fits < count) throw new IOException("No space left on device", NoSpace);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

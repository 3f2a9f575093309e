using System.Buffers.Binary;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>Counts commits in SQLite's write-ahead log as it lies on the disk (sqlite.org/fileformat2.html §4.2): a frame
/// that ends a transaction says how many pages the file then has.</summary>
internal static class WalFile
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    public static int Commits(string database)
    {
        using var file = new FileStream(database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderBytes];
        file.ReadExactly(header);
        var page = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8));
        var commits = 0;
        var frame = new byte[FrameHeaderBytes];
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            var isOfThisLog = frame.AsSpan(8, 8).SequenceEqual(header.AsSpan(16, 8));
            if (isOfThisLog && BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4)) != 0) commits++;
            file.Seek(page, SeekOrigin.Current);
        }

        return commits;
    }
}

using System.Globalization;
using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>
/// A small file beside the journal. Held locked while the journal is open, so that two agents cannot share one, and it
/// remembers which incarnation was opened how often, so that an older copy of the journal is recognised.
/// </summary>
internal sealed class JournalAnchor : IDisposable
{
    private const string Suspect = "suspect";
    private const int BytesMax = 256;

    private readonly FileStream _file;

    private JournalAnchor(FileStream file) => _file = file;

    /// <summary>What the anchor says, or <c>null</c> where it is new or unreadable.</summary>
    public JournalIdentity? Known { get; private set; }

    /// <summary>True when the agent met damage while it ran: the next start looks at every page.</summary>
    public bool IsSuspect { get; private set; }

    public static JournalAnchor Acquire(string path)
    {
        try
        {
            var anchor = new JournalAnchor(PrivateFile.Open(path, FileShare.None));
            anchor.Read();
            return anchor;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new JournalOpenException(JournalOpenCode.JournalUnavailable,
                $"'{path}' cannot be written. Give the agent's user the folder.", e);
        }
        catch (IOException e)
        {
            throw new JournalOpenException(JournalOpenCode.JournalInUse,
                $"Another agent has the journal open ('{path}' is locked). Stop it, or give this agent a folder of its own.", e);
        }
    }

    public void Write(JournalIdentity identity, bool suspect = false)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{identity.Incarnation:N} {identity.Opens} {(suspect ? Suspect : "sound")}\n");
        var bytes = System.Text.Encoding.ASCII.GetBytes(line);
        _file.Position = 0;
        _file.Write(bytes);
        _file.SetLength(bytes.Length);
        _file.Flush(flushToDisk: true);
        (Known, IsSuspect) = (identity, suspect);
    }

    public void Dispose() => _file.Dispose();

    // A line torn by a power cut reads as no anchor: then the journal starts a new incarnation, which is always safe.
    private void Read()
    {
        var bytes = new byte[BytesMax];
        var length = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var parts = System.Text.Encoding.ASCII.GetString(bytes, 0, length).Split(' ', '\n');
        if (parts.Length < 4 || !Guid.TryParseExact(parts[0], "N", out var incarnation)) return;
        if (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var opens)) return;
        Known = new JournalIdentity(incarnation, opens);
        IsSuspect = parts[2] == Suspect;
    }
}

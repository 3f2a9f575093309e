using System.Text.Json;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Hosting.Files;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>Keeps the identity on disk (mode 0600), replaced whole: a crash leaves the old one or the new one.</summary>
internal sealed class IdentityStore(IOptions<AgentOptions> options)
{
    private const string IdentityFile = "identity.json";
    private const string PendingKeyFile = "enrolment.key";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private volatile EdgeIdentity? _current;
    private DateTime _written;

    /// <summary>Raised after another identity was stored.</summary>
    public event EventHandler? Changed;

    /// <summary>Where it lies.</summary>
    public string Path => DataFolder.Open(options.Value.Folder).File(IdentityFile);

    /// <summary>The identity; null before enrolment.</summary>
    /// <exception cref="EnrolmentException">The file cannot be used.</exception>
    public EdgeIdentity? Current => _current ??= Load();

    /// <summary>Takes over what another process stored: a box is enrolled anew while its agent goes on serving tills.</summary>
    /// <exception cref="EnrolmentException">The file cannot be used.</exception>
    public void Refresh()
    {
        if (_current is null || !File.Exists(Path) || File.GetLastWriteTimeUtc(Path) == _written) return;
        _current = Load();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Stores an identity durably, and only then uses it.</summary>
    public void Replace(EdgeIdentity identity)
    {
        Write(Path, JsonSerializer.SerializeToUtf8Bytes(identity, Format));
        (_current, _written) = (identity, File.GetLastWriteTimeUtc(Path));
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>The key of an enrolment under way: an answer that got lost can be asked for again under the same key.</summary>
    public byte[] PendingKey(Func<byte[]> make)
    {
        var path = DataFolder.Open(options.Value.Folder).File(PendingKeyFile);
        if (!File.Exists(path)) Write(path, make());
        return File.ReadAllBytes(path);
    }

    /// <summary>The enrolment is done with.</summary>
    public void DropPendingKey() => File.Delete(DataFolder.Open(options.Value.Folder).File(PendingKeyFile));

    private EdgeIdentity? Load()
    {
        if (!File.Exists(Path)) return null;
        try
        {
            _written = File.GetLastWriteTimeUtc(Path);
            return JsonSerializer.Deserialize<EdgeIdentity>(File.ReadAllBytes(Path), Format);
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException or IOException)
        {
            throw new EnrolmentException("identity_unreadable",
                $"{Path} cannot be read ({e.GetType().Name}). Restore it, or delete it and enrol anew with a pairing code " +
                    "from the back office.");
        }
    }

    /// <summary>Replaces a private file whole and durably.</summary>
    internal static void Write(string path, byte[] content)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = PrivateFile.Open(draft, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
        FolderSync.Flush(System.IO.Path.GetDirectoryName(path)!);
    }
}

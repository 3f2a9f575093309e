using System.Globalization;

namespace CrmEdge.Hosting.Postgres;

/// <summary>One owner per folder. The kernel frees the lock when the owner dies, however it dies.</summary>
internal sealed class ClusterLock : IDisposable
{
    private const int WouldBlock = 11;   // EWOULDBLOCK, as flock(2) answers

    private readonly FileStream _file;

    private ClusterLock(FileStream file) => _file = file;

    public static ClusterLock Take(ClusterFolder folder)
    {
        // A locked file cannot be read by the one who is refused: the owner's name is beside it.
        var ownerFile = folder.Lock + ".owner";
        try
        {
            var file = new FileStream(folder.Lock, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = ClusterFolder.OwnerOnlyFile,
            });
            File.WriteAllText(ownerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new ClusterLock(file);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
                $"{folder.Root} is not ours to write: run as its owner, or choose another data folder.", refused);
        }
        catch (IOException refused) when (refused.HResult == WouldBlock)
        {
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderInUse,
                $"{folder.Root} is in use by process {(File.Exists(ownerFile) ? File.ReadAllText(ownerFile) : "?")}: " +
                "stop that one, or give this one its own data folder.", refused);
        }
    }

    public void Dispose() => _file.Dispose();
}

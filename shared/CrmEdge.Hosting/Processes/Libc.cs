using System.Runtime.InteropServices;

namespace CrmEdge.Hosting.Processes;

/// <summary>The few system calls .NET does not offer.</summary>
internal static partial class Libc
{
    private const int CurrentFolder = -100;        // AT_FDCWD
    private const int DoNotFollow = 0x100;         // AT_SYMLINK_NOFOLLOW
    private const uint ModeAndOwner = 0x2 | 0x8;   // STATX_MODE | STATX_UID
    private const int StatxBytes = 256;
    private const int StatxUserOffset = 20;
    private const int StatxModeOffset = 28;
    private const int KindMask = 0xF000;
    private const int LinkKind = 0xA000;

    /// <summary>Who owns a file and whether it is a symbolic link (not followed), or <c>null</c> when there is none.</summary>
    public static (uint User, bool IsLink)? Owner(string path)
    {
        // statx has one layout on every architecture, unlike stat.
        var buffer = new byte[StatxBytes];
        if (Statx(CurrentFolder, path, DoNotFollow, ModeAndOwner, buffer) != 0) return null;
        var mode = BitConverter.ToUInt16(buffer, StatxModeOffset);
        return (BitConverter.ToUInt32(buffer, StatxUserOffset), (mode & KindMask) == LinkKind);
    }

    /// <summary>Makes a rename or creation in the folder survive a power cut.</summary>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0) throw new IOException($"{path} cannot be opened to sync it (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Fsync(descriptor) != 0)
                throw new IOException($"{path} cannot be synced (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CrmEdge.Simulators.CardReader;

/// <summary>A serial port made by the kernel: what is written here is read at <see cref="Path"/>, as from a device.</summary>
public sealed unsafe partial class PseudoTerminal : IDisposable
{
    private const int OpenFlags = 0x2 /* O_RDWR */ | 0x100 /* O_NOCTTY */ | 0x80000 /* O_CLOEXEC */;
    private const int PathBytesMax = 128;

    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _held;
    private readonly string? _link;

    /// <summary>Makes one, and a link to it where its name must be known beforehand.</summary>
    /// <exception cref="IOException">The kernel has none left.</exception>
    public PseudoTerminal(string? link = null)
    {
        var fd = Checked(OpenMaster(OpenFlags));
        _master = new SafeFileHandle(fd, ownsHandle: true);
        Checked(Grant(fd));
        Checked(Unlock(fd));
        var name = stackalloc byte[PathBytesMax];
        if (NameOf(fd, name, PathBytesMax) != 0) throw new IOException("The pseudo-terminal has no name.");
        Path = Marshal.PtrToStringUTF8((nint)name)!;
        // Held open, so that the line does not hang up while nobody reads; and raw, so that nothing is echoed.
        _held = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var termios = stackalloc byte[PathBytesMax];
        Checked(GetAttributes((int)_held.DangerousGetHandle(), termios));
        MakeRaw(termios);
        Checked(SetAttributes((int)_held.DangerousGetHandle(), 0, termios));
        _link = link;
        if (link is null) return;
        File.Delete(link);
        File.CreateSymbolicLink(link, Path);
    }

    /// <summary>The tty's path, /dev/pts/N.</summary>
    public string Path { get; }

    /// <summary>Sends bytes as the device would.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint count;
            fixed (byte* from = bytes) count = WriteTo((int)_master.DangerousGetHandle(), from, (nuint)bytes.Length);
            bytes = bytes[Checked((int)count)..];
        }
    }

    /// <summary>Unplugs the device.</summary>
    public void Dispose()
    {
        if (_link is not null) File.Delete(_link);
        _held.Dispose();
        _master.Dispose();
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new IOException($"Pseudo-terminal: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int fd);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int fd);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int fd, byte* name, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int fd, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int fd, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int fd, int action, byte* termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* termios);
}

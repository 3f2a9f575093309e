using System.Runtime.InteropServices;

namespace CrmEdge.Edge.Agent.Serial;

/// <summary>The calls of glibc on Linux that a serial port needs. Constants are those of x86-64 and arm64.</summary>
internal static unsafe partial class LibC
{
    public const int OpenFlags = 0x2 /* O_RDWR */ | 0x100 /* O_NOCTTY */ | 0x800 /* O_NONBLOCK */ | 0x80000 /* O_CLOEXEC */;
    public const nuint TakeExclusive = 0x540C; // TIOCEXCL
    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollErrors = 0x8 | 0x10 | 0x20; // POLLERR | POLLHUP | POLLNVAL
    public const int Again = 11;
    public const int Interrupted = 4;
    public const uint LocalLine = 0x800; // CLOCAL
    public const uint EnableReceiver = 0x80; // CREAD
    public const uint TwoStopBits = 0x40; // CSTOPB
    public const uint ParityEnable = 0x100; // PARENB
    public const uint ParityOdd = 0x200; // PARODD
    public const uint HardwareFlow = 0x80000000; // CRTSCTS
    public const int MinimumBytes = 6; // VMIN
    public const int ReadTimeout = 5; // VTIME
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int fd, nuint request);

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMillis);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint initial, int flags);

    [LibraryImport(Name, EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(int fd, Termios* termios);

    [LibraryImport(Name, EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(int fd, int action, Termios* termios);

    [LibraryImport(Name, EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(Termios* termios);

    [LibraryImport(Name, EntryPoint = "cfsetspeed", SetLastError = true)]
    public static partial int SetSpeed(Termios* termios, uint baudRate);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Termios
    {
        public uint InputFlags, OutputFlags, ControlFlags, LocalFlags;
        public byte Line;
        public fixed byte Control[32];
        public uint InputSpeed, OutputSpeed;
    }
}

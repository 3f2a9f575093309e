using System.ComponentModel;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using CrmEdge.Edge.Agent.Channels;

namespace CrmEdge.Edge.Agent.Serial;

/// <summary>
/// A tty in raw mode. One thread per port waits in poll(2) and fills a pipe: a FileStream on a tty cannot be cancelled and
/// its abandoned read eats the next bytes.
/// </summary>
internal sealed class SerialPort : IByteChannel
{
    private const int ReadBytesMax = 4_096;
    private const int BufferedBytesMax = 64 * 1_024;
    private const int WritableWaitMillis = 250;

    private readonly string _path;
    private readonly int _fd;
    private readonly int _stopEvent;
    private readonly FileStream _lock;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: BufferedBytesMax, resumeWriterThreshold: BufferedBytesMax / 2));
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Thread _reader;
    private volatile bool _gone;
    private int _disposed;

    private SerialPort(string path, int fd, int stopEvent, FileStream held)
    {
        (_path, _fd, _stopEvent, _lock) = (path, fd, stopEvent, held);
        _reader = new Thread(ReadUntilStopped) { IsBackground = true, Name = $"serial {path}" };
        _reader.Start();
    }

    public PipeReader Input => _pipe.Reader;

    /// <exception cref="ChannelLostException">No such port now, or it is in use; trying again may work.</exception>
    public static SerialPort Open(SerialSettings settings, string lockFolder)
    {
        var held = SerialLock.Take(settings.Path, lockFolder);
        var fd = -1;
        try
        {
            fd = Checked(LibC.Open(settings.Path, LibC.OpenFlags), settings.Path);
            Checked(LibC.Control(fd, LibC.TakeExclusive), settings.Path);
            Configure(fd, settings);
            return new SerialPort(settings.Path, fd, Checked(LibC.CreateEvent(0, 0), settings.Path), held);
        }
        catch
        {
            if (fd >= 0) _ = LibC.Close(fd);
            held.Dispose();
            throw;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            while (!bytes.IsEmpty)
            {
                var written = TryWrite(bytes.Span);
                bytes = bytes[written..];
                if (written == 0) await Task.Run(WaitWritable, ct);
                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        Wake();
        // Frees the reading thread where it waits for a full pipe to drain.
        await _pipe.Reader.CompleteAsync();
        _reader.Join();
        await _writing.WaitAsync();
        _gone = true;
        _ = LibC.Close(_fd);
        _ = LibC.Close(_stopEvent);
        _writing.Release();
        await _lock.DisposeAsync();
    }

    private static unsafe void Configure(int fd, SerialSettings settings)
    {
        LibC.Termios termios;
        Checked(LibC.GetAttributes(fd, &termios), settings.Path);
        LibC.MakeRaw(&termios);
        termios.ControlFlags |= LibC.LocalLine | LibC.EnableReceiver;
        termios.ControlFlags &= ~(LibC.HardwareFlow | LibC.TwoStopBits | LibC.ParityEnable | LibC.ParityOdd);
        if (settings.StopBits == 2) termios.ControlFlags |= LibC.TwoStopBits;
        if (settings.Parity != SerialParity.None) termios.ControlFlags |= LibC.ParityEnable;
        if (settings.Parity == SerialParity.Odd) termios.ControlFlags |= LibC.ParityOdd;
        termios.Control[LibC.MinimumBytes] = 1;
        termios.Control[LibC.ReadTimeout] = 0;
        Checked(LibC.SetSpeed(&termios, (uint)settings.BaudRate), settings.Path);
        Checked(LibC.SetAttributes(fd, 0, &termios), settings.Path);
    }

    private void ReadUntilStopped()
    {
        Exception? lost = null;
        try
        {
            while (WaitReadable() && Fill())
            {
            }
        }
        catch (ChannelLostException e)
        {
            lost = e;
        }
        _gone = true;
        _pipe.Writer.Complete(lost);
    }

    private unsafe bool WaitReadable()
    {
        var entries = stackalloc LibC.PollEntry[2];
        entries[0] = new LibC.PollEntry { Fd = _fd, Events = LibC.PollIn };
        entries[1] = new LibC.PollEntry { Fd = _stopEvent, Events = LibC.PollIn };
        while (LibC.Poll(entries, 2, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != LibC.Interrupted) throw Lost("poll failed");
        }
        if (entries[1].Returned != 0) return false;
        // A hang-up with bytes still waiting: read them first, the next read says that the line is gone.
        if ((entries[0].Returned & LibC.PollIn) == 0) throw Lost("hung up");
        return true;
    }

    private unsafe bool Fill()
    {
        var memory = _pipe.Writer.GetSpan(ReadBytesMax);
        nint count;
        fixed (byte* buffer = memory) count = LibC.Read(_fd, buffer, (nuint)memory.Length);
        if (count < 0 && Marshal.GetLastPInvokeError() is LibC.Again or LibC.Interrupted) return true;
        if (count <= 0) throw Lost(count == 0 ? "end of line" : Reason());
        _pipe.Writer.Advance((int)count);
        return !_pipe.Writer.FlushAsync().AsTask().GetAwaiter().GetResult().IsCompleted;
    }

    private unsafe int TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (_gone) throw Lost("closed");
        nint count;
        fixed (byte* buffer = bytes) count = LibC.Write(_fd, buffer, (nuint)bytes.Length);
        if (count >= 0) return (int)count;
        return Marshal.GetLastPInvokeError() is LibC.Again or LibC.Interrupted ? 0 : throw Lost(Reason());
    }

    private unsafe void WaitWritable()
    {
        var entry = new LibC.PollEntry { Fd = _fd, Events = LibC.PollOut };
        _ = LibC.Poll(&entry, 1, WritableWaitMillis);
        if ((entry.Returned & LibC.PollErrors) != 0) throw Lost("hung up");
    }

    private unsafe void Wake()
    {
        var one = 1UL;
        _ = LibC.Write(_stopEvent, (byte*)&one, sizeof(ulong));
    }

    private ChannelLostException Lost(string reason) => new(_path, reason);

    private static string Reason() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    private static int Checked(int result, string path) => result >= 0 ? result : throw new ChannelLostException(path, Reason());
}

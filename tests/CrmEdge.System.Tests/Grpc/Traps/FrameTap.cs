using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CrmEdge.SystemTests.Rpc.Traps;

/// <summary>An HTTP/2 frame seen on its way from client to server. Error is the code of an RST_STREAM, else -1.</summary>
internal sealed record Frame(byte Type, byte Flags, int Stream, long Error)
{
    public const byte Data = 0;
    public const byte Reset = 3;

    public bool EndsStream => Type == Data && (Flags & 1) != 0;
}

/// <summary>
/// A relay in front of a clear-text server. It notes the client's frames, and can fall silent or cut the line as a
/// network does.
/// </summary>
internal sealed class FrameTap : IAsyncDisposable
{
    private const int PrefaceBytes = 24;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpClient> _sockets = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _silent;
    private int _connections;

    public FrameTap(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    public ConcurrentQueue<Frame> Frames { get; } = new();

    /// <summary>From now on nothing passes, and nobody is told.</summary>
    public void FallSilent() => _silent = true;

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets)
        {
            if (socket.Client is not { } open) continue;
            open.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                Interlocked.Increment(ref _connections);
                _sockets.Add(client);
                _sockets.Add(server);
                _ = RelayAsync(client, server, new Parser(Frames));
                _ = RelayAsync(server, client, null);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task RelayAsync(TcpClient from, TcpClient to, Parser? parser)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await from.GetStream().ReadAsync(buffer, _stop.Token);
                if (read == 0) break;
                if (_silent) continue;
                parser?.Take(buffer.AsSpan(0, read));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or NullReferenceException)
        {
            to.Close();
        }
    }

    private sealed class Parser(ConcurrentQueue<Frame> frames)
    {
        private readonly List<byte> _pending = [];
        private bool _prefaced;

        public void Take(ReadOnlySpan<byte> bytes)
        {
            _pending.AddRange(bytes);
            if (!_prefaced && _pending.Count >= PrefaceBytes)
            {
                _pending.RemoveRange(0, PrefaceBytes);
                _prefaced = true;
            }
            while (_prefaced && _pending.Count >= 9)
            {
                var head = _pending.GetRange(0, 9).ToArray();
                var length = head[0] << 16 | head[1] << 8 | head[2];
                if (_pending.Count < 9 + length) return;
                var stream = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5));
                var isReset = head[3] == Frame.Reset;
                var error = isReset ? BinaryPrimitives.ReadUInt32BigEndian(_pending.GetRange(9, 4).ToArray()) : -1L;
                frames.Enqueue(new Frame(head[3], head[4], stream, error));
                _pending.RemoveRange(0, 9 + length);
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace CrmEdge.SystemTests.Kills;

/// <summary>What a relay does with the bytes of one connection. Each method passes them on, when and as far as it wants.</summary>
internal interface IPassage
{
    Task UpAsync(ReadOnlyMemory<byte> bytes, Stream server, CancellationToken ct);

    Task DownAsync(ReadOnlyMemory<byte> bytes, Stream client, CancellationToken ct);
}

/// <summary>A TCP relay in a test's hands, between a client and a server that know nothing of it.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Func<IPassage> _passage;
    private readonly Lock _gate = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();

    public Relay(int server, Func<IPassage> passage)
    {
        (_server, _passage) = (server, passage);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends every connection; bytes that were held back are gone.</summary>
    public async Task CutAsync()
    {
        Task[] ending;
        lock (_gate)
        {
            _cut.Cancel();
            _cut.Dispose();
            _cut = new CancellationTokenSource();
            ending = [.. _connections];
            _connections.Clear();
        }
        await Task.WhenAll(ending);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await CutAsync();
        _cut.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                lock (_gate) _connections.Add(ServeAsync(client, _cut.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is being put away.
        }
    }

    private async Task ServeAsync(Socket accepted, CancellationToken ct)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var client = new NetworkStream(accepted, ownsSocket: true);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        accepted.NoDelay = true;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, _server, ct);
            await using var server = new NetworkStream(socket);
            var passage = _passage();
            var up = PumpAsync(client, bytes => passage.UpAsync(bytes, server, cut.Token), cut.Token);
            var down = PumpAsync(server, bytes => passage.DownAsync(bytes, client, cut.Token), cut.Token);
            await Task.WhenAny(up, down);
            await cut.CancelAsync();
            await Task.WhenAll(up, down);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Nobody there: the client sees its connection end.
        }
    }

    private static async Task PumpAsync(NetworkStream from, Func<ReadOnlyMemory<byte>, Task> pass, CancellationToken ct)
    {
        var chunk = new byte[ChunkBytes];
        try
        {
            while (await from.ReadAsync(chunk, ct) is > 0 and var read) await pass(chunk.AsMemory(0, read));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end may be killed at any moment: that is what the relay is for.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using CrmEdge.Edge.Agent.Channels;

namespace CrmEdge.Edge.Agent.Tcp;

/// <summary>Takes connections on one port and serves each until it is lost; no more than a bounded number at a time.</summary>
internal sealed class TcpLineListener : IDisposable
{
    public const int ConnectionsMax = 64;

    private readonly TcpListener _listener;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _room = new(ConnectionsMax);

    public TcpLineListener(IPEndPoint address, ILogger logger)
    {
        _logger = logger;
        _listener = new TcpListener(address);
        _listener.Start();
    }

    /// <summary>Where it listens, with the port it got.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Serves until cancelled, and leaves once every connection has ended.</summary>
    public async Task RunAsync(Func<IByteChannel, CancellationToken, Task> serve, CancellationToken ct)
    {
        ChannelLog.Listening(_logger, Address);
        try
        {
            while (true) await AcceptAsync(serve, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            for (var i = 0; i < ConnectionsMax; i++) await _room.WaitAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _room.Dispose();
    }

    private async Task AcceptAsync(Func<IByteChannel, CancellationToken, Task> serve, CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        try
        {
            _ = ServeAsync(await _listener.AcceptSocketAsync(ct), serve, ct);
        }
        catch (Exception e)
        {
            _room.Release();
            // A connection that was gone before it was taken is no reason to stop listening.
            if (e is not SocketException) throw;
        }
    }

    private async Task ServeAsync(Socket socket, Func<IByteChannel, CancellationToken, Task> serve, CancellationToken ct)
    {
        var name = $"{socket.RemoteEndPoint}";
        try
        {
            await using var channel = new TcpChannel(socket, name);
            await serve(channel, ct);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // Tills hang up as they like.
        }
        catch (Exception e)
        {
            // One till's trouble must not end the others'.
            ChannelLog.Failed(_logger, name, e);
        }
        finally
        {
            ChannelLog.Ended(_logger, name);
            _room.Release();
        }
    }
}

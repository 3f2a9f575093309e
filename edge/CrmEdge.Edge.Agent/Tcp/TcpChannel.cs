using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using CrmEdge.Edge.Agent.Channels;

namespace CrmEdge.Edge.Agent.Tcp;

/// <summary>A TCP connection as a line of bytes.</summary>
internal sealed class TcpChannel : IByteChannel
{
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly NetworkStream _stream;

    public TcpChannel(Socket socket, string name)
    {
        socket.NoDelay = true;
        // A till that lost its power sends no reset: only keep-alive tells.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        (_name, _stream) = (name, new NetworkStream(socket, ownsSocket: true));
        Input = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    public PipeReader Input { get; }

    /// <exception cref="ChannelLostException">Nobody answers there now.</exception>
    public static async ValueTask<IByteChannel> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var name = $"{host}:{port}";
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(ConnectWait);
            await socket.ConnectAsync(new DnsEndPoint(host, port), limit.Token);
            return new TcpChannel(socket, name);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            socket.Dispose();
            throw new ChannelLostException(name, e is SocketException ? e.Message : "no answer", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await _stream.WriteAsync(bytes, ct);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new ChannelLostException(_name, "write failed", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await _stream.DisposeAsync();
    }
}

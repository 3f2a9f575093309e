using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Transport;

/// <summary>What came from the peer: a packet, a fault, or (neither) the end of the stream.</summary>
internal readonly record struct Received(MqttPacket? Packet, MqttFault Fault)
{
    public bool IsEnd => Packet is null && !Fault.IsFault;
}

/// <summary>Packets over a stream: read by one loop, written by anyone.</summary>
internal sealed class MqttLink : IAsyncDisposable
{
    // What may still come from a peer that was told goodbye before its input is cut off.
    private const int LingerBytesMax = 1024 * 1024;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly PipeReader _input;
    private readonly PacketDecoder _decoder;
    private readonly PacketEncoder _encoder;
    private readonly TimeProvider _time;
    // Never disposed: it has no timer, and whoever still holds the session may cancel it at any time.
    private readonly CancellationTokenSource _reading = new();
    private ReadOnlySequence<byte> _unread;
    private bool _begun;

    public MqttLink(
        Socket socket, Stream stream, MqttVersion version, int packetBytesMax, TimeSpan sendTimeout, TimeProvider time)
    {
        (_socket, _stream, _time) = (socket, stream, time);
        // Zero-byte reads: an idle connection pins no buffer.
        _input = PipeReader.Create(
            stream, new StreamPipeReaderOptions(bufferSize: 8192, leaveOpen: true, useZeroByteReads: true));
        _decoder = new PacketDecoder(version, packetBytesMax);
        _encoder = new PacketEncoder(version);
        Outbox = new Outbox(stream, sendTimeout, time);
        LastHeard = time.GetTimestamp();
    }

    public Outbox Outbox { get; }

    public Lock Gate => Outbox.Gate;

    public MqttVersion Version => _encoder.Version;

    /// <summary>When the peer's last bytes came, or we began to listen, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long LastHeard { get; private set; }

    /// <summary>How often bytes came.</summary>
    public long Heard { get; private set; }

    /// <summary>False while the loop is busy with what it read: silence is then not the peer's.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Cancelled by <see cref="StopReading"/>.</summary>
    public CancellationToken Reading => _reading.Token;

    /// <summary>Ends the read loop, not on the caller's stack.</summary>
    public void StopReading() => _ = _reading.CancelAsync();

    public void Speak(MqttVersion version) => (_decoder.Version, _encoder.Version) = (version, version);

    /// <summary>The next packet; synchronous while whole packets are buffered.</summary>
    public async ValueTask<Received> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var status = _decoder.TryRead(ref _unread, out var packet, out var fault);
            if (status != ReadStatus.NeedMore) return new Received(packet, fault);
            if (!await FillAsync(ct)) return default;
        }
    }

    public void Send(MqttPacket packet)
    {
        lock (Gate) _encoder.Write(Outbox.Buffer_NeedsLock, packet);
        Outbox.Wake();
    }

    public void Write_NeedsLock(MqttPacket packet) => _encoder.Write(Outbox.Buffer_NeedsLock, packet);

    /// <summary>False, and nothing is written, when the packet has more bytes than the peer takes.</summary>
    public bool TryWrite_NeedsLock(MqttPacket packet, uint packetBytesMax)
    {
        var buffer = Outbox.Buffer_NeedsLock;
        var before = buffer.Count;
        _encoder.Write(buffer, packet);
        if (buffer.Count - before <= packetBytesMax) return true;
        buffer.Truncate(before);
        return false;
    }

    public void WritePubAck_NeedsLock(ushort packetId, MqttReasonCode reason) =>
        _encoder.WriteReply(Outbox.Buffer_NeedsLock, MqttPacketType.PubAck, packetId, reason);

    /// <summary>
    /// Says that nothing more will be sent and waits for the peer to close, bounded in bytes and time. Closing with unread input
    /// would send a reset, which can overtake and erase the last packet we sent.
    /// </summary>
    public async Task LingerAsync(TimeSpan timeout)
    {
        using var cts = new CancellationTokenSource(timeout, _time);
        var scratch = new byte[4096];
        try
        {
            if (_stream is SslStream tls) await tls.ShutdownAsync();
            _socket.Shutdown(SocketShutdown.Send);
            for (int total = 0, read = 1; read > 0 && total < LingerBytesMax; total += read)
                read = await _socket.ReceiveAsync(scratch, cts.Token);
        }
        catch (Exception e) when (IsGone(e) || e is OperationCanceledException)
        {
            // Gone, or silent for too long: either way there is nobody left to be polite to.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _input.CompleteAsync();
        await _stream.DisposeAsync();
    }

    /// <summary>True for what a stream throws when the connection is no more.</summary>
    public static bool IsGone(Exception e) => e is IOException or SocketException or ObjectDisposedException;

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_begun) _input.AdvanceTo(_unread.Start, _unread.End);
        LastHeard = _time.GetTimestamp();
        IsListening = true;
        var result = await _input.ReadAsync(ct);
        LastHeard = _time.GetTimestamp();
        Heard++;
        IsListening = false;
        var more = result.Buffer.Length > _unread.Length || !_begun;
        (_begun, _unread) = (true, result.Buffer);
        return more && !(result.IsCompleted && result.Buffer.IsEmpty);
    }
}

using System.Net;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Serial;
using CrmEdge.Edge.Agent.Tcp;

namespace CrmEdge.Edge.Agent.Channels;

/// <summary>Runs what a line or reader is configured to be: a serial port, a connection we make, or one we take.</summary>
internal sealed class Wires(TimeProvider time, ILogger<Wires> logger)
{
    private readonly List<IPEndPoint> _listening = [];

    /// <summary>Where it listens by now.</summary>
    public IReadOnlyList<IPEndPoint> Listening
    {
        get { lock (_listening) return [.. _listening]; }
    }

    /// <summary>Serves every channel of a wire until cancelled.</summary>
    public async Task RunAsync(
        WireOptions wire, string lockFolder, Func<IByteChannel, CancellationToken, Task> serve, CancellationToken ct)
    {
        if (wire.Listen is { } address)
        {
            using var listener = new TcpLineListener(IPEndPoint.Parse(address), logger);
            lock (_listening) _listening.Add(listener.Address);
            await listener.RunAsync(serve, ct);
            return;
        }
        var name = wire.Serial ?? wire.Connect!;
        await new KeptChannel(name, Opener(wire, lockFolder), time, logger).RunAsync(serve, ct);
    }

    private static Func<CancellationToken, ValueTask<IByteChannel>> Opener(WireOptions wire, string lockFolder)
    {
        if (wire.Serial is { } path)
        {
            var settings = new SerialSettings(path, wire.BaudRate, Enum.Parse<SerialParity>(wire.Parity), wire.StopBits);
            return _ => ValueTask.FromResult<IByteChannel>(SerialPort.Open(settings, lockFolder));
        }
        _ = HostAndPort.TryParse(wire.Connect!, out var peer);
        return ct => TcpChannel.ConnectAsync(peer.Host, peer.Port, ct);
    }
}

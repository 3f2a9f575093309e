using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace CrmEdge.TestKit;

/// <summary>A loopback TCP port for a peer that cannot bind port 0 itself. Nobody else using this class, in any process,
/// gets the same one before it is disposed or the process ends.</summary>
public sealed class FreePort : IDisposable
{
    // Below the kernel's own range (32768 and up), from which any outgoing connection could take the port meanwhile.
    private const int First = 18_000;
    private const int Last = 32_000;
    private const int Tries = 200;

    private readonly Socket _claim;

    private FreePort(int number, Socket claim) => (Number, _claim) = (number, claim);

    public int Number { get; }

    public static implicit operator int(FreePort port) => port.Number;

    public static FreePort Take()
    {
        for (var i = 0; i < Tries; i++)
        {
            if (TryTake(RandomNumberGenerator.GetInt32(First, Last)) is { } port) return port;
        }
        Assert.Fail($"No free port between {First} and {Last} in {Tries} tries.");
        return null!;
    }

    public override string ToString() => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => _claim.Dispose();

    private static FreePort? TryTake(int number)
    {
        // The UDP port of the same number is the claim: the kernel gives it to one process and frees it when that dies.
        var claim = Bind(SocketType.Dgram, ProtocolType.Udp, number);
        using var probe = claim is null ? null : Bind(SocketType.Stream, ProtocolType.Tcp, number);
        if (probe is not null) return new FreePort(number, claim!);
        claim?.Dispose();
        return null;
    }

    private static Socket? Bind(SocketType type, ProtocolType protocol, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}

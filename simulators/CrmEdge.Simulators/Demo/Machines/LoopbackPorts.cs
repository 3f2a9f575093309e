using System.Net;
using System.Net.Sockets;

namespace CrmEdge.Simulators.Demo.Machines;

/// <summary>
/// Free loopback ports for programs that must find the same port again after they were killed. They are taken below the
/// range of outgoing connections, one of which could else have the port while its program is down.
/// </summary>
internal sealed class LoopbackPorts(Random random)
{
    private const int First = 18_000;
    private const int Last = 32_000;
    private const int Tries = 1_000;

    private readonly HashSet<int> _given = [];

    public int Next()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = random.Next(First, Last);
            if (!_given.Contains(port) && IsFree(port) && _given.Add(port)) return port;
        }
        throw new DemoException($"No free port between {First} and {Last}: end a program that listens there.");
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

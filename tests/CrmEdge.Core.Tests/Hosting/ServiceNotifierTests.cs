using System.Net.Sockets;
using System.Text;
using CrmEdge.Hosting.Systemd;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class ServiceNotifierTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_reach_the_socket_systemd_names(bool isAbstract)
    {
        using var folder = new TempFolder();
        var name = isAbstract ? $"@{folder.Path[1..]}" : folder["notify"];
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{name[1..]}" : name));
        systemd.ReceiveTimeout = 5_000;

        var notifier = new ServiceNotifier(name, "30000000");
        notifier.Ready();
        notifier.Status("two\nlines");
        notifier.Alive();
        notifier.Stopping();
        Assert.Equal(["READY=1", "STATUS=two lines", "WATCHDOG=1", "STOPPING=1"],
            Enumerable.Range(0, 4).Select(_ => Receive(systemd)));
        Assert.Equal(TimeSpan.FromSeconds(15), notifier.WatchdogInterval);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nowhere/notify")]
    public void Without_systemd_nothing_happens(string? socket)
    {
        var notifier = new ServiceNotifier(socket, "soon");
        notifier.Ready();
        Assert.Null(notifier.WatchdogInterval);
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}

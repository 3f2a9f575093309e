using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CrmEdge.Hosting.Systemd;

/// <summary>Tells systemd how we are (<c>sd_notify(3)</c>). Without systemd every call does nothing.</summary>
public sealed class ServiceNotifier
{
    private readonly string? _socket;

    /// <summary>Creates a notifier.</summary>
    /// <param name="socket">NOTIFY_SOCKET: a path, or an abstract address ('@…'); <c>null</c> without systemd.</param>
    /// <param name="watchdogMicroseconds">WATCHDOG_USEC, or <c>null</c> when the unit has no watchdog.</param>
    public ServiceNotifier(string? socket, string? watchdogMicroseconds)
    {
        _socket = socket;
        if (long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
            WatchdogInterval = TimeSpan.FromMicroseconds(limit) / 2;
    }

    /// <summary>How often to call <see cref="Alive"/>: half of the unit's limit; <c>null</c> when it has none.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The service takes work.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The service is ending.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>Feeds the watchdog.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    /// <param name="text">The line; line breaks become blanks.</param>
    public void Status(string text) => Send($"STATUS={text.ReplaceLineEndings(" ")}");

    private void Send(string message)
    {
        if (_socket is null) return;
        var address = new UnixDomainSocketEndPoint(_socket.StartsWith('@') ? $"\0{_socket[1..]}" : _socket);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(message), address);
        }
        catch (SocketException)
        {
            // systemd restarts us if it needs to hear from us and does not; nothing here could do better.
        }
    }
}

using System.Net;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Where bytes come from: exactly one of a serial port, a port we listen on, or a host we call.</summary>
public class WireOptions
{
    /// <summary>A tty; by its /dev/serial/by-id link, for a USB adapter may come back under another name.</summary>
    public string? Serial { get; set; }

    /// <summary>Bits per second.</summary>
    public int BaudRate { get; set; } = 9_600;

    /// <summary>None, Even or Odd.</summary>
    public string Parity { get; set; } = "None";

    /// <summary>1 or 2.</summary>
    public int StopBits { get; set; } = 1;

    /// <summary>Address and port to listen on, such as 127.0.0.1:9100.</summary>
    public string? Listen { get; set; }

    /// <summary>Host and port to call, such as 10.0.0.7:4001.</summary>
    public string? Connect { get; set; }

    /// <summary>What the log calls it.</summary>
    internal string Name => Serial ?? Listen ?? Connect ?? "";

    internal virtual IEnumerable<string> Errors()
    {
        string?[] ways = [Serial, Listen, Connect];
        if (ways.Count(way => way is not null) != 1) yield return "a line or reader has exactly one of Serial, Listen and Connect";
        if (Listen is not null && !IPEndPoint.TryParse(Listen, out _)) yield return $"Listen {Listen} is no address:port";
        if (Connect is not null && !HostAndPort.TryParse(Connect, out _)) yield return $"Connect {Connect} is no host:port";
        if (!Enum.TryParse<Serial.SerialParity>(Parity, out _)) yield return $"Parity {Parity} is none of None, Even and Odd";
        if (StopBits is not (1 or 2)) yield return "StopBits is 1 or 2";
        if (BaudRate is < 300 or > 4_000_000) yield return "BaudRate is 300 to 4000000";
    }
}

/// <summary>A host by name or address, and a port.</summary>
internal readonly record struct HostAndPort(string Host, int Port)
{
    public static bool TryParse(string text, out HostAndPort parsed)
    {
        var at = text.LastIndexOf(':');
        var ok = int.TryParse(text.AsSpan(at + 1), out var port) && port is > 0 and <= ushort.MaxValue;
        parsed = at > 0 && ok ? new HostAndPort(text[..at].Trim('[', ']'), port) : default;
        return at > 0 && ok;
    }
}

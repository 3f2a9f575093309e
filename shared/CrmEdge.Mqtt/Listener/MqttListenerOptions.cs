using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Mqtt.Listener;

/// <summary>Limits and addresses of a listener. Checked when the listener is made; not read again afterwards.</summary>
public sealed class MqttListenerOptions
{
    /// <summary>IP address to bind. Off loopback the listener refuses to start without TLS.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port to bind; 0 takes a free one, <see cref="MqttListener.EndPoint"/> tells which.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 1883;

    /// <summary>Lets devices speak in the clear over a network. Only for a network that is itself protected.</summary>
    public bool AllowPlaintextOffLoopback { get; set; }

    /// <summary>Sessions at once; the next is told that the server is busy (0x89, in 3.1.1 return code 3).</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = 10_000;

    /// <summary>Time for the TLS handshake, CONNECT and the authority's answer together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest keep-alive. A v5 device that asks for more, or for none, is given this one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "18:00:00")]
    public TimeSpan KeepAliveMax { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>A device that takes no bytes for so long is a slow consumer and is cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>On a stop, time for the application to complete what it was handed.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest packet in bytes, header included. A larger one ends the connection (0x95).</summary>
    [Range(128, 16 * 1024 * 1024)]
    public int PacketBytesMax { get; set; } = 64 * 1024;

    /// <summary>
    /// Unacknowledged QoS 1 publishes of one device. More ends a v5 connection (0x93); a 3.1.1 one is read no further.
    /// </summary>
    [Range(1, ushort.MaxValue)]
    public int ReceiveMaximum { get; set; } = 256;

    /// <summary>Messages of all devices that wait for the application; when full, the sockets are read no further.</summary>
    [Range(1, 1_000_000)]
    public int InboundMessagesMax { get; set; } = 2_048;

    /// <summary>Messages to one device that wait to be sent.</summary>
    [Range(1, 100_000)]
    public int OutboundMessagesMax { get; set; } = 256;

    /// <summary>Unacknowledged QoS 1 messages to one device, also when the device would take more.</summary>
    [Range(1, ushort.MaxValue)]
    public int OutboundInFlightMax { get; set; } = 64;

    /// <summary>Bytes to one device that the socket has not taken; above, it is a slow consumer and is cut off.</summary>
    [Range(4 * 1024, 256 * 1024 * 1024)]
    public int OutboundBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Topic filters of one device; the next is refused (0x97, in 3.1.1 0x80).</summary>
    [Range(1, 100_000)]
    public int SubscriptionsMax { get; set; } = 64;

    /// <summary>Characters of a client id.</summary>
    [Range(23, 65_535)]
    public int ClientIdCharsMax { get; set; } = 256;
}

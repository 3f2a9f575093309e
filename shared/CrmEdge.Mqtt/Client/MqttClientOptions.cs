using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Mqtt.Client;

/// <summary>Whom to connect to, as whom, and with which limits. Checked by <see cref="MqttClient.ConnectAsync"/>.</summary>
public sealed class MqttClientOptions
{
    /// <summary>Host name or address.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 1883 in the clear and 8883 with TLS by custom.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 1883;

    /// <summary>Protocol level to speak.</summary>
    public MqttVersion Version { get; set; } = MqttVersion.V5;

    /// <summary>Empty lets the server choose one.</summary>
    [Required(AllowEmptyStrings = true)]
    public string ClientId { get; set; } = "";

    /// <summary>False resumes the session the server has kept for this client id.</summary>
    public bool CleanStart { get; set; } = true;

    /// <summary>Seconds the server keeps the session after the connection; v5 only.</summary>
    public uint SessionExpirySeconds { get; set; }

    /// <summary>Null sends none.</summary>
    public string? UserName { get; set; }

    /// <summary>Null sends none; 3.1.1 wants a user name with it.</summary>
    public string? Password { get; set; }

    /// <summary>Published by the server when the connection ends without goodbye.</summary>
    public MqttMessage? Will { get; set; }

    /// <summary>Longest silence; zero for no keep-alive.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "18:00:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for an answer to PINGREQ before the connection counts as lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for TCP, TLS and CONNACK together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A server that takes no bytes for so long counts as lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Received messages that may wait for <see cref="MqttClient.Ack"/>; announced to a v5 server.</summary>
    [Range(1, ushort.MaxValue)]
    public int ReceiveMaximum { get; set; } = 1_000;

    /// <summary>Publishes that may wait for the server's quota or the socket.</summary>
    [Range(1, 1_000_000)]
    public int OutboundMessagesMax { get; set; } = 10_000;

    /// <summary>Largest packet in bytes taken from the server.</summary>
    [Range(128, 256 * 1024 * 1024)]
    public int PacketBytesMax { get; set; } = 1024 * 1024;
}

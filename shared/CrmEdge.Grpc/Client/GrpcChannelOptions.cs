using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel connects and what it refuses.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>
    /// Sends the requests; must speak HTTP/2. Null for a <see cref="SocketsHttpHandler"/> with keep-alive pings, more than
    /// one connection where the server limits streams, and no proxy.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Dispose <see cref="HttpHandler"/> with the channel. Default false.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Largest request message in bytes; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest response message in bytes; default 4 MiB, null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Makes the channel's logger; null for the one of <see cref="ServiceProvider"/>, if any.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Supplies a <see cref="TimeProvider"/> (else the system's) and an <see cref="ILoggerFactory"/>.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}

using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Runtime.Client;
using Grpc.Runtime.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>
/// A way to one server over HTTP/2. Thread-safe; connects by itself and again after a loss; make one and keep it.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<IMethod, Uri> _uris = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Uri _address;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        _address = address;
        var owned = options.HttpHandler is null || options.DisposeHttpClient;
        Invoker = new HttpMessageInvoker(options.HttpHandler ?? DefaultHandler(), owned);
        MaxSend = options.MaxSendMessageSize;
        MaxReceive = options.MaxReceiveMessageSize;
        Time = Ambient.TimeOf(options.ServiceProvider);
        Logger = (options.LoggerFactory ?? options.ServiceProvider?.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
            .CreateLogger(typeof(GrpcChannel).FullName!);
    }

    internal HttpMessageInvoker Invoker { get; }

    internal int? MaxSend { get; }

    internal int? MaxReceive { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal CancellationToken Disposed => _disposed.Token;

    /// <summary>A channel with default options.</summary>
    /// <param name="address"><c>http://host:port</c> for HTTP/2 in clear text, <c>https://host:port</c> for TLS.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel.</summary>
    /// <param name="address"><c>http://host:port</c> for HTTP/2 in clear text, <c>https://host:port</c> for TLS.</param>
    /// <param name="channelOptions">How it connects.</param>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    /// <summary>A channel with default options.</summary>
    /// <param name="address"><c>http://host:port</c> for HTTP/2 in clear text, <c>https://host:port</c> for TLS.</param>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel.</summary>
    /// <param name="address"><c>http://host:port</c> for HTTP/2 in clear text, <c>https://host:port</c> for TLS.</param>
    /// <param name="channelOptions">How it connects.</param>
    /// <exception cref="ArgumentException">The address is neither http nor https.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{address}' is no gRPC address: use http(s)://host:port.", nameof(address));
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Cancels every open call and closes the connections, if the channel made its own handler.</summary>
    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _disposed.Cancel();
        Invoker.Dispose();
    }

    internal Uri UriOf(IMethod method) => _uris.GetOrAdd(method, static (m, address) => new Uri(address, m.FullName), _address);

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler DefaultHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        UseProxy = false,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
    };
}

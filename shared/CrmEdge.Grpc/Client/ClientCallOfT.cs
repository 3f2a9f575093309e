using System.IO.Compression;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Grpc.Runtime.Wire;
using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Runtime.Client;

/// <summary>A call of any kind: sends the request, reads messages and the status.</summary>
internal sealed class ClientCall<TRequest, TResponse> : ClientCall
    where TRequest : class
    where TResponse : class
{
    private const int ReadBytes = 16 * 1024;
    private readonly Method<TRequest, TResponse> _method;
    private readonly CallOptions _options;
    private readonly string? _host;
    private Task _sent = Task.CompletedTask;
    private Task<Metadata>? _headersTask;
    private HttpResponseMessage? _response;
    private HttpResponseHeaders? _headers;
    private MessageReader? _reader;
    private RequestStreamContent? _stream;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options, string? host)
        : base(channel, method, options)
    {
        _method = method;
        _options = options;
        _host = host;
        Compress = RequestHeaders.WantsGzip(options.Headers);
    }

    public bool Compress { get; }

    public WriteOptions? WriteOptions => _options.WriteOptions;

    public TimeProvider Time => Channel.Time;

    public HttpContent Single(TRequest request) => new SingleMessageContent<TRequest, TResponse>(this, request);

    public RequestStreamContent Streaming()
    {
        var stream = new RequestStreamContent();
        Volatile.Write(ref _stream, stream);
        if (HasEnded) stream.Fail();
        return stream;
    }

    // In the background: a duplex call must learn its headers, and its failures, though nobody reads yet.
    public void Start(HttpContent content) => _sent = SendAsync(content);

    public async Task<TResponse> SingleResponseAsync(HttpContent content)
    {
        Start(content);
        var message = await ReadAsync().ConfigureAwait(false);
        if (message is not null && await ReadAsync().ConfigureAwait(false) is not null)
            End(new Status(StatusCode.Internal, "The server sent more than one response."));
        var status = await EndedAsync().ConfigureAwait(false);
        if (status.StatusCode != StatusCode.OK) throw Exception(status);
        return message ?? throw Exception(new Status(StatusCode.Internal, "The server sent OK without a response."));
    }

    /// <summary>The next message, or null when the call has ended; never throws for the call's sake.</summary>
    public async ValueTask<TResponse?> ReadAsync()
    {
        await _sent.ConfigureAwait(false);
        if (HasEnded || _reader is not { } reader) return null;
        try
        {
            var deserialize = _method.ResponseMarshaller.ContextualDeserializer;
            var message = await reader.ReadAsync(deserialize, default).ConfigureAwait(false);
            if (message is not null) return message;
            reader.Complete();
            EndByTrailers();
        }
        catch (Exception e)
        {
            Fail(e);
        }
        return null;
    }

    public MessageWriter Writer(PooledBuffer buffer) => new(buffer, Channel.MaxSend, CompressionLevel.Fastest);

    public void Serialize(MessageWriter writer, TRequest message, WriteOptions? options) => writer.Write(
        message,
        _method.RequestMarshaller.ContextualSerializer,
        Compress && (options is null || !options.Flags.HasFlag(WriteFlags.NoCompress)));

    public override Task<Metadata> HeadersAsync()
    {
        return LazyInitializer.EnsureInitialized(ref _headersTask, AwaitAsync);

        async Task<Metadata> AwaitAsync()
        {
            await _sent.ConfigureAwait(false);
            return _headers is { } headers
                ? HeaderReader.ToMetadata(headers)
                : throw Exception(await EndedAsync().ConfigureAwait(false));
        }
    }

    protected override void Abort(bool clean)
    {
        Volatile.Read(ref _stream)?.Fail();
        base.Abort(clean);
        if (!clean) Volatile.Read(ref _response)?.Dispose();
    }

    private async Task SendAsync(HttpContent content)
    {
        if (HasEnded) return;
        try
        {
            var request = RequestHeaders.Build(Channel.UriOf(_method), content, _host, Budget, _options.Headers);
            var response = await Channel.Invoker.SendAsync(request, Aborted).ConfigureAwait(false);
            Accept(response);
            Volatile.Write(ref _response, response);
            if (HasEnded) response.Dispose();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Accept(HttpResponseMessage response)
    {
        var isGrpc = GrpcHeaders.IsGrpc(HeaderReader.First(response.Content.Headers, "content-type"));
        if ((int)response.StatusCode != 200 || !isGrpc)
        {
            End(new Status(
                StatusMapping.FromHttp((int)response.StatusCode), $"Bad gRPC response: HTTP status {(int)response.StatusCode}."));
            return;
        }
        // Trailers-Only: the one block of headers is the trailers.
        if (HeaderReader.TryGetStatus(response.Headers, out var status))
        {
            _headers = new HttpResponseMessage().Headers;
            End(status, response.Headers);
            return;
        }
        _headers = response.Headers;
        var body = PipeReader.Create(response.Content.ReadAsStream(), new StreamPipeReaderOptions(bufferSize: ReadBytes));
        _reader = new MessageReader(body, Channel.MaxReceive, HeaderReader.First(response.Headers, GrpcHeaders.Encoding));
    }

    private void EndByTrailers()
    {
        var trailers = _response!.TrailingHeaders;
        if (HeaderReader.TryGetStatus(trailers, out var status)) End(status, trailers);
        else End(new Status(StatusCode.Internal, "The server closed the stream without a status."));
    }
}

using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Runtime.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.Runtime.Server;

/// <summary>
/// A call on the server. It ends once: by its handler, or before it by the deadline, the server's stop or the client.
/// After an early end the handler is still awaited, because the request under it is reused when it returns.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext
{
    private const int NoError = 0;
    private const int InternalError = 2;
    private const int CancelError = 8;
    private const int BufferedMax = 64 * 1024;
    private static readonly TimeSpan FlushMax = TimeSpan.FromSeconds(1);
    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");
    private static readonly Status Stopped = new(StatusCode.Unavailable, "The server is stopping; connect again.");

    private readonly Lock _gate = new();
    private readonly CallSettings _settings;
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer;
    private readonly CancellationTokenSource? _cancel;
    private readonly CancellationTokenRegistration _stopping;
    private readonly DeadlineTimer? _deadline;
    private readonly bool _gzip;
    private Task _earlyEnd = Task.CompletedTask;
    private Status? _refused;
    private bool _ended;
    private bool _writing;
    private bool _bodyStarted;
    private bool _inputLost;

    public ServerCall(HttpContext http, CallSettings settings)
    {
        (Http, _settings) = (http, settings);
        LiftServerLimits();
        var headers = http.Request.Headers;
        var encoding = (string?)headers[GrpcHeaders.Encoding];
        _gzip = settings.GzipResponses && GrpcHeaders.Accepts(headers[GrpcHeaders.AcceptEncoding], GrpcHeaders.Gzip);
        _reader = new MessageReader(http.Request.BodyReader, settings.MaxReceive, encoding);
        _writer = new MessageWriter(http.Response.BodyWriter, settings.MaxSend, settings.Level);
        http.Response.ContentType = GrpcHeaders.ContentType;
        if (_gzip) http.Response.Headers[GrpcHeaders.Encoding] = GrpcHeaders.Gzip;
        if (encoding is not (null or GrpcHeaders.Identity or GrpcHeaders.Gzip)) Refuse(encoding);

        var hasDeadline = GrpcTimeout.TryDecode((string?)headers[GrpcHeaders.Timeout], out var budget);
        if (hasDeadline || settings.Streams) _cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (hasDeadline) (_deadline, DeadlineCore) = (Timer(budget), Instant(budget));
        if (settings.Streams)
            _stopping = settings.Stopping.UnsafeRegister(static call => ((ServerCall)call!).EndEarly(Stopped), this);
    }

    public HttpContext Http { get; }


    /// <summary>True when no handler is to be started: the call ended, or was refused, before it began.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate) return _ended || _refused is not null;
        }
    }

    /// <summary>The only request message.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        try
        {
            return await _reader.ReadSingleAsync(marshaller.ContextualDeserializer, default).ConfigureAwait(false);
        }
        catch (Exception e) when (NoteLoss(e))
        {
            throw;
        }
    }

    /// <summary>The next request message, or null at the end of the requests.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken ct)
        where T : class
    {
        try
        {
            return await _reader.ReadAsync(marshaller.ContextualDeserializer, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (NoteLoss(e))
        {
            throw;
        }
    }

    /// <summary>Writes a response message, and flushes it unless more follow at once.</summary>
    /// <exception cref="InvalidOperationException">The call has ended, or another write is under way.</exception>
    public async Task WriteAsync<T>(T message, Marshaller<T> marshaller, bool flush, CancellationToken ct)
    {
        EnterWrite();
        try
        {
            var flags = WriteOptionsCore?.Flags ?? default;
            _writer.Write(message, marshaller.ContextualSerializer, _gzip && !flags.HasFlag(WriteFlags.NoCompress));
            var output = Http.Response.BodyWriter;
            if (!flush || (flags.HasFlag(WriteFlags.BufferHint) && output.UnflushedBytes < BufferedMax)) return;
            var result = await output.FlushAsync(ct).ConfigureAwait(false);
            // The pipe of a client that went away takes everything and says so here.
            if (result.IsCompleted) CancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            lock (_gate) _writing = false;
        }
    }

    /// <summary>The handler is done, by returning or by an exception.</summary>
    public void EndByHandler(Exception? e)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _ended = true;
                Release();
                _cancel?.Dispose();
                var status = _refused ?? (e is null ? StatusCore : StatusOf(e));
                if (_writer.IsBroken) Reset(InternalError);
                else if (!_inputLost) WriteStatus(status);
                return;
            }
        }
        if (e is not null) Log.HandlerThrewLate(_settings.Logger, e, Method);
    }

    /// <summary>Done when an early end has left the transport.</summary>
    public Task SettledAsync() => _earlyEnd;

    // The body fails a moment before the request is seen as aborted. Never catches.
    private bool NoteLoss(Exception e)
    {
        if (e is IOException) _inputLost = true;
        return false;
    }

    private void EnterWrite()
    {
        lock (_gate)
        {
            if (_ended) throw new InvalidOperationException("Can't write the message because the call has ended.");
            if (_writing) throw new InvalidOperationException("Can't write the message because the previous write is under way.");
            (_writing, _bodyStarted) = (true, true);
        }
    }

    private void EndEarly(Status status)
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
            Release();
            // A write under way is waiting for a client that does not read, which would not read a status either.
            if (_writing || _writer.IsBroken) Reset(CancelError);
            else _earlyEnd = CompleteEarlyAsync(status);
        }
        try
        {
            _cancel?.Cancel();
        }
        catch (AggregateException e)
        {
            // From callbacks the handler registered; this is a timer's thread or the host's.
            Log.HandlerThrewLate(_settings.Logger, e, Method);
        }
    }

    private async Task CompleteEarlyAsync(Status status)
    {
        WriteStatus(status);
        var error = NoError;
        try
        {
            await Http.Response.CompleteAsync().WaitAsync(FlushMax, _settings.Time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or IOException or OperationCanceledException)
        {
            Log.ResetInstead(_settings.Logger, Method);
            error = CancelError;
        }
        // The client may go on sending to a handler that no longer listens.
        Reset(error);
    }

    private void WriteStatus(Status status)
    {
        if (status.StatusCode != StatusCode.OK) Log.CallFailed(_settings.Logger, Method, status.StatusCode, status.Detail);
        var inHeaders = !_bodyStarted && !Http.Response.HasStarted;
        var headers = inHeaders
            ? Http.Response.Headers
            : Http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        StatusWriter.Write(headers, status, _trailers);
    }

    private void Reset(int error) => Http.Features.Get<IHttpResetFeature>()?.Reset(error);

    private Status StatusOf(Exception e)
    {
        if (e is RpcException rpc)
        {
            foreach (var trailer in rpc.Trailers) ResponseTrailersCore.Add(trailer);
            return rpc.Status;
        }
        if (e is OperationCanceledException or IOException && (_inputLost || Http.RequestAborted.IsCancellationRequested))
            return new Status(StatusCode.Cancelled, "The call was cancelled.");
        Log.HandlerThrew(_settings.Logger, e, Method);
        var detail = _settings.DetailedErrors ? $" {e.GetType().Name}: {e.Message}" : "";
        return new Status(StatusCode.Unknown, "Exception was thrown by handler." + detail, e);
    }

    private DeadlineTimer Timer(TimeSpan budget) =>
        new(_settings.Time, budget, static call => ((ServerCall)call).EndEarly(DeadlineExceeded), this);

    private void Refuse(string encoding)
    {
        Http.Response.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.Accepted;
        _refused = new Status(StatusCode.Unimplemented, $"Message encoding '{encoding}' is not supported: use identity or gzip.");
    }

    private void Release()
    {
        _deadline?.Dispose();
        _stopping.Unregister();
    }

    // Messages have their own limit, and a stream may be silent for hours.
    private void LiftServerLimits()
    {
        var features = Http.Features;
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (!_settings.StreamsRequests) return;
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private DateTime Instant(TimeSpan budget)
    {
        var now = _settings.Time.GetUtcNow().UtcDateTime;
        return budget < DateTime.MaxValue - now ? now + budget : DateTime.MaxValue;
    }
}

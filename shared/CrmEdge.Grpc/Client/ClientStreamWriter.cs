using Grpc.Runtime.Wire;
using Grpc.Core;

namespace Grpc.Runtime.Client;

/// <summary>The requests of a streaming call.</summary>
// Completing gives the buffer back; a cancelled call leaves it to the collector.
#pragma warning disable CA1001
internal sealed class ClientStreamWriter<TRequest, TResponse> : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private const int KeepBytes = 64 * 1024;
    private static readonly TimeSpan StatusWait = TimeSpan.FromSeconds(1);

    private readonly ClientCall<TRequest, TResponse> _call;
    private readonly RequestStreamContent _content;
    private readonly PooledBuffer _buffer = new();
    private readonly MessageWriter _writer;
    private int _writing;
    private bool _completed;

    public ClientStreamWriter(ClientCall<TRequest, TResponse> call, RequestStreamContent content)
    {
        (_call, _content) = (call, content);
        _writer = call.Writer(_buffer);
        WriteOptions = call.WriteOptions;
    }

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        Enter();
        try
        {
            if (_call.HasEnded) throw _call.Exception(await _call.EndedAsync().ConfigureAwait(false));
            using var registration = _call.CancelOn(cancellationToken);
            var stream = await _content.OpenedAsync().ConfigureAwait(false);
            _call.Serialize(_writer, message, WriteOptions);
            await stream.WriteAsync(_buffer.Written, CancellationToken.None).ConfigureAwait(false);
            if (WriteOptions is null || !WriteOptions.Flags.HasFlag(WriteFlags.BufferHint))
                await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            throw;
        }
        catch (Exception e)
        {
            throw await CauseAsync(e).ConfigureAwait(false);
        }
        finally
        {
            _buffer.Clear(KeepBytes);
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        Enter();
        _completed = true;
        _buffer.Dispose();
        Volatile.Write(ref _writing, 0);
        _content.Complete();
        return Task.CompletedTask;
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _writing, 1) != 0)
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        if (!_completed) return;
        Volatile.Write(ref _writing, 0);
        throw new InvalidOperationException("Can't write the message because the request stream is complete.");
    }

    // A server that ends early resets the request first and its status is read a moment later.
    private async Task<RpcException> CauseAsync(Exception e)
    {
        try
        {
            return _call.Exception(await _call.EndedAsync().WaitAsync(StatusWait, _call.Time).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return new RpcException(new Status(
                StatusCode.Unavailable, "The server stopped taking requests; read the response stream for its status.", e));
        }
    }
}

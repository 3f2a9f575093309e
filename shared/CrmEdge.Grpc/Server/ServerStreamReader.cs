using Grpc.Core;

namespace Grpc.Runtime.Server;

/// <summary>The requests of a streaming call.</summary>
internal sealed class ServerStreamReader<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    public T Current { get; private set; } = null!;

    /// <exception cref="OperationCanceledException">The token, the deadline or the server's stop.</exception>
    /// <exception cref="IOException">The client reset the stream or is gone.</exception>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        call.CancellationToken.ThrowIfCancellationRequested();
        if (call.IsOver) throw new InvalidOperationException("Can't read messages after the request is complete.");
        var message = await call.ReadAsync(marshaller, cancellationToken).ConfigureAwait(false);
        if (message is null) return false;
        Current = message;
        return true;
    }
}

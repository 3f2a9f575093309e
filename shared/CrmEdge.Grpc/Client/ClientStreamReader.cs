using Grpc.Core;

namespace Grpc.Runtime.Client;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private int _reading;

    public TResponse Current { get; private set; } = null!;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
            throw new InvalidOperationException("Can't read the next message because the previous read is still in progress.");
        try
        {
            using var registration = call.CancelOn(cancellationToken);
            if (await call.ReadAsync().ConfigureAwait(false) is { } message)
            {
                Current = message;
                return true;
            }
            var status = await call.EndedAsync().ConfigureAwait(false);
            return status.StatusCode == StatusCode.OK ? false : throw call.Exception(status);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}

namespace Grpc.Core;

/// <summary>One request, a stream of responses.</summary>
/// <typeparam name="TResponse">Response message.</typeparam>
public sealed class AsyncServerStreamingCall<TResponse> : IDisposable
{
    private readonly CallHooks _hooks;

    /// <summary>Made by an invoker.</summary>
    /// <param name="responseStream">The responses.</param>
    /// <param name="responseHeadersAsync">The response headers.</param>
    /// <param name="getStatusFunc">The status once the call has ended.</param>
    /// <param name="getTrailersFunc">The trailers once the call has ended.</param>
    /// <param name="disposeAction">Cancels the call if it has not ended.</param>
    public AsyncServerStreamingCall(
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        ResponseStream = responseStream;
        _hooks = new CallHooks(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Made by an invoker, each delegate given the state.</summary>
    /// <param name="responseStream">The responses.</param>
    /// <param name="responseHeadersAsync">The response headers.</param>
    /// <param name="getStatusFunc">The status once the call has ended.</param>
    /// <param name="getTrailersFunc">The trailers once the call has ended.</param>
    /// <param name="disposeAction">Cancels the call if it has not ended.</param>
    /// <param name="state">Handed to the delegates.</param>
    public AsyncServerStreamingCall(
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        ResponseStream = responseStream;
        _hooks = new CallHooks(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>The response headers, as soon as they arrive.</summary>
    public Task<Metadata> ResponseHeadersAsync => _hooks.HeadersAsync();

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public Status GetStatus() => _hooks.Status();

    /// <summary>The trailers of the call.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public Metadata GetTrailers() => _hooks.Trailers();

    /// <summary>Cancels the call unless it has ended.</summary>
    public void Dispose() => _hooks.Dispose();
}

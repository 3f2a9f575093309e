namespace Grpc.Core;

/// <summary>What the four call types share: headers, status, trailers and disposal behind delegates with a state.</summary>
internal readonly struct CallHooks
{
    private readonly Func<object, Task<Metadata>> _headers;
    private readonly Func<object, Status> _status;
    private readonly Func<object, Metadata> _trailers;
    private readonly Action<object> _dispose;
    private readonly object _state;

    public CallHooks(
        Func<object, Task<Metadata>> headers,
        Func<object, Status> status,
        Func<object, Metadata> trailers,
        Action<object> dispose,
        object state) => (_headers, _status, _trailers, _dispose, _state) = (headers, status, trailers, dispose, state);

    public CallHooks(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
        : this(_ => headers, _ => status(), _ => trailers(), _ => dispose(), headers)
    {
    }

    public Task<Metadata> HeadersAsync() => _headers(_state);

    public Status Status() => _status(_state);

    public Metadata Trailers() => _trailers(_state);

    public void Dispose() => _dispose(_state);
}

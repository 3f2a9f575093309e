using System.Net.Http.Headers;
using Grpc.Runtime.Wire;
using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Runtime.Client;

/// <summary>
/// How a call ends, whatever its kind: by its trailers, a failure, its deadline, a token or disposal. The first of them
/// wins and the others change nothing.
/// </summary>
internal abstract class ClientCall : IDisposable
{
    private readonly TaskCompletionSource<Status> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenRegistration _userToken;
    private readonly CancellationTokenRegistration _channelToken;
    private readonly DeadlineTimer? _deadline;
    private int _ending;
    private HttpHeaders? _trailers;

    protected ClientCall(GrpcChannel channel, IMethod method, CallOptions options)
    {
        Channel = channel;
        Method = method;
        Budget = ClientDeadline.Budget(options.Deadline, channel.Time);
        if (Budget is { } budget)
        {
            if (budget <= TimeSpan.Zero) End(ClientDeadline.Exceeded);
            else _deadline = new DeadlineTimer(channel.Time, budget, static c => ((ClientCall)c).Expire(), this);
        }
        if (options.CancellationToken.CanBeCanceled)
            _userToken = CancelOn(options.CancellationToken);
        _channelToken = channel.Disposed.UnsafeRegister(static c => ((ClientCall)c!).Cancel("The channel was disposed."), this);
        if (HasEnded) Release();
    }

    public bool HasEnded => Volatile.Read(ref _ending) != 0;

    protected GrpcChannel Channel { get; }

    protected IMethod Method { get; }

    protected TimeSpan? Budget { get; }

    protected CancellationToken Aborted => _abort.Token;

    public Status GetStatus() =>
        _ended.Task.IsCompletedSuccessfully
            ? _ended.Task.Result
            : throw new InvalidOperationException("The call has not ended yet: read its response first.");

    public Metadata GetTrailers()
    {
        _ = GetStatus();
        return HeaderReader.ToMetadata(_trailers);
    }

    public abstract Task<Metadata> HeadersAsync();

    public void Dispose() => Cancel("Call canceled by the client: disposed.");

    /// <summary>Cancels the call with the token, until the registration is disposed.</summary>
    public CancellationTokenRegistration CancelOn(CancellationToken token) =>
        token.UnsafeRegister(static c => ((ClientCall)c!).Cancel("Call canceled by the client."), this);

    public Task<Status> EndedAsync() => _ended.Task;

    /// <summary>Ends the call by an exception met on the way, unless its deadline has passed meanwhile.</summary>
    public void Fail(Exception e) =>
        End(_deadline is { } d && d.Left <= TimeSpan.Zero ? ClientDeadline.Exceeded : CallFailure.StatusOf(e));

    public void End(Status status, HttpHeaders? trailers = null)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0) return;
        _trailers = trailers;
        Release();
        _ended.TrySetResult(status);
        if (status.StatusCode != StatusCode.OK) Log.CallFailed(Channel.Logger, Method.FullName, status.StatusCode, status.Detail);
        Abort(clean: trailers is not null);
    }

    public RpcException Exception(Status status) => new(status, HeaderReader.ToMetadata(_trailers));

    /// <summary>Stops what is still under way on the transport; a request not yet complete must fail, never complete.</summary>
    /// <param name="clean">The response has been read to its end.</param>
    protected virtual void Abort(bool clean)
    {
        if (!clean) _abort.Cancel();
    }

    private void Cancel(string reason) => End(new Status(StatusCode.Cancelled, reason));

    private void Expire() => End(ClientDeadline.Exceeded);

    private void Release()
    {
        _deadline?.Dispose();
        _userToken.Unregister();
        _channelToken.Unregister();
    }
}

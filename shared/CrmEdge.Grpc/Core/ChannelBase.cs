namespace Grpc.Core;

/// <summary>A way to one server.</summary>
public abstract class ChannelBase
{
    /// <summary>Names the server.</summary>
    /// <param name="target">Authority, e.g. <c>host:port</c>.</param>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Authority of the server.</summary>
    public string Target { get; }

    /// <summary>Starts calls on this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel and what is open on it.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>See <see cref="ShutdownAsync"/>.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}

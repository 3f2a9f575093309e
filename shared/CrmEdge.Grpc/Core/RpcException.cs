namespace Grpc.Core;

/// <summary>A call that ended with another code than OK; a handler throws it to choose the code it answers.</summary>
public class RpcException : Exception
{
    /// <summary>With a status and no trailers.</summary>
    /// <param name="status">How the call ended.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>With a status and an exception text of its own.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="message">Text of the exception; never sent.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>With a status and trailers.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Trailing metadata received, or to be sent.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>With a status, trailers and an exception text of its own.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Trailing metadata received, or to be sent.</param>
    /// <param name="message">Text of the exception; never sent.</param>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>, handy in exception filters.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Trailing metadata of the call.</summary>
    public Metadata Trailers { get; }
}

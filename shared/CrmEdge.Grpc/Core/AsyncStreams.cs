namespace Grpc.Core;

/// <summary>A stream of messages to read, one reader at a time.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message last read; undefined before the first and after the end.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the end of the stream.</summary>
    /// <param name="cancellationToken">Ends the wait; on a client it cancels the call.</param>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>A stream of messages to write, one write at a time.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the writes that follow.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; done when the transport has taken it (back-pressure included).</summary>
    /// <param name="message">The message.</param>
    Task WriteAsync(T message);

    /// <summary>Writes a message unless the token is cancelled first.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait and with it the call.</param>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            throw new NotSupportedException("This stream writer cannot cancel a write.");
        return WriteAsync(message);
    }
}

/// <summary>The request stream of a client.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no request follows; the response side stays open.</summary>
    Task CompleteAsync();
}

/// <summary>The response stream of a server.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

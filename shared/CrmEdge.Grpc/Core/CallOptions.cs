namespace Grpc.Core;

/// <summary>What a caller sets for one call.</summary>
public struct CallOptions
{
    /// <summary>Options of one call; every part is optional.</summary>
    /// <param name="headers">Headers sent before the first message.</param>
    /// <param name="deadline">UTC instant; turned into a monotonic budget when the call starts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">Options of the request messages.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
    }

    /// <summary>Headers sent before the first message.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>UTC instant, <see cref="DateTime.MaxValue"/> or null for none.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Options of the request messages.</summary>
    public WriteOptions? WriteOptions { get; private set; }

    /// <summary>The same options with other headers.</summary>
    /// <param name="headers">The headers.</param>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same options with another deadline.</summary>
    /// <param name="deadline">UTC instant.</param>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same options with another token.</summary>
    /// <param name="cancellationToken">The token.</param>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>The same options with other write options.</summary>
    /// <param name="writeOptions">The write options.</param>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };
}

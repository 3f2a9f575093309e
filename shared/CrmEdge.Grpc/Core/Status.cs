namespace Grpc.Core;

/// <summary>How a call ended: a code, a sentence, and the local exception behind it if there is one.</summary>
public struct Status : IEquatable<Status>
{
    /// <summary>Success without a detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled without a detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>Makes a status.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">A sentence for a person.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>Makes a status with the exception that caused it; the exception stays in this process.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">A sentence for a person.</param>
    /// <param name="debugException">The local cause.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The sentence; never sent as anything but text.</summary>
    public string Detail { get; }

    /// <summary>The local exception behind the status, never sent.</summary>
    public Exception? DebugException { get; }

    /// <summary>Same code and detail.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    public static bool operator ==(Status left, Status right) => left.Equals(right);

    /// <summary>Different code or detail.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Other.</param>
    public static bool operator !=(Status left, Status right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(Status other) => StatusCode == other.StatusCode && Detail == other.Detail;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Status other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(StatusCode, Detail);

    /// <inheritdoc/>
    public override readonly string ToString() =>
        DebugException is null
            ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
            : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.Message}\")";
}

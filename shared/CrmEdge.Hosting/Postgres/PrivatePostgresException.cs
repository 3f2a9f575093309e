namespace CrmEdge.Hosting.Postgres;

/// <summary>A private cluster could not be started; the message is one line and says what to do.</summary>
public sealed class PrivatePostgresException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="message">What is wrong and what to do, on one line.</param>
    /// <param name="inner">What the system answered, if anything.</param>
    public PrivatePostgresException(PrivatePostgresRefusal refusal, string message, Exception? inner = null)
        : base(message, inner) => Refusal = refusal;

    /// <summary>Why.</summary>
    public PrivatePostgresRefusal Refusal { get; }

    /// <summary>Whether the same start may succeed later without anybody doing anything.</summary>
    public bool MayRetry => Refusal is PrivatePostgresRefusal.StartFailed or PrivatePostgresRefusal.StartTimedOut
        or PrivatePostgresRefusal.LeftoverServer;
}

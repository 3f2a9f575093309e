using Grpc.Core;

namespace Grpc.Runtime.Client;

/// <summary>Turns the caller's UTC instant into a budget; from then on only the monotonic clock counts.</summary>
internal static class ClientDeadline
{
    public static readonly Status Exceeded = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    /// <summary>Null for no deadline; zero or less when it has passed.</summary>
    /// <exception cref="InvalidOperationException">The instant is not in UTC.</exception>
    public static TimeSpan? Budget(DateTime? deadline, TimeProvider time)
    {
        if (deadline is not { } instant || instant == DateTime.MaxValue) return null;
        if (instant == DateTime.MinValue) return TimeSpan.Zero;
        if (instant.Kind != DateTimeKind.Utc)
            throw new InvalidOperationException("A deadline is a UTC instant: set DateTimeKind.Utc or use DateTime.MaxValue.");
        return instant - time.GetUtcNow().UtcDateTime;
    }
}

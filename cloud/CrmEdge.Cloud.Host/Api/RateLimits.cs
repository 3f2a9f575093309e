using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// Token buckets: one per API key, one per address for requests without a good key, so that guessing keys is slow and a
/// runaway client slows only itself.
/// </summary>
internal sealed class RateLimits(IOptions<ApiOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> _keys = PartitionedRateLimiter.Create<Guid, Guid>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(
            options.Value.RequestBurst, options.Value.RequestsPerSecond, TimeSpan.FromSeconds(1))));

    private readonly PartitionedRateLimiter<IPAddress> _strangers = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(
            options.Value.BadKeysPerMinute, options.Value.BadKeysPerMinute, TimeSpan.FromMinutes(1))));

    /// <summary>Counts one request of a key; the refusal where it has to wait.</summary>
    public Refusal? OfKey(Guid key) => Take(_keys.AttemptAcquire(key));

    /// <summary>Counts one request without a good key.</summary>
    public Refusal? OfStranger(IPAddress? address) => Take(_strangers.AttemptAcquire(address ?? IPAddress.None));

    /// <summary>Whether an address has used up its bad guesses; counts nothing.</summary>
    public Refusal? OfSuspect(IPAddress? address) =>
        _strangers.GetStatistics(address ?? IPAddress.None) is { CurrentAvailablePermits: 0 }
            ? TooMany(TimeSpan.FromMinutes(1) / options.Value.BadKeysPerMinute)
            : null;

    public void Dispose()
    {
        _keys.Dispose();
        _strangers.Dispose();
    }

    private static Refusal? Take(RateLimitLease lease)
    {
        using (lease)
        {
            if (lease.IsAcquired) return null;
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
            return TooMany(wait);
        }
    }

    private static Refusal TooMany(TimeSpan wait) => new(Codes.TooManyRequests,
        "Too many requests. Wait for the seconds that Retry-After names, then repeat this one; it changed nothing.",
        StatusCodes.Status429TooManyRequests) { RetryAfter = wait };

    private static TokenBucketRateLimiterOptions Bucket(int burst, int refill, TimeSpan period) => new()
    {
        TokenLimit = burst, TokensPerPeriod = refill, ReplenishmentPeriod = period, QueueLimit = 0, AutoReplenishment = true,
    };
}

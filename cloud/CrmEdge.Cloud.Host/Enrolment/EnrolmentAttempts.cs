using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Slows the guessing of pairing codes: a bucket per address.</summary>
internal sealed class EnrolmentAttempts(IOptions<EdgeOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _addresses = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.AttemptsPerMinute, TokensPerPeriod = options.Value.AttemptsPerMinute,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1), QueueLimit = 0, AutoReplenishment = true,
        }));

    public bool TryTake(IPAddress? from)
    {
        using var lease = _addresses.AttemptAcquire(from ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _addresses.Dispose();
}

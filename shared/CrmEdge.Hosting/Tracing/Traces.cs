using System.Diagnostics;
using System.Security.Cryptography;

namespace CrmEdge.Hosting.Tracing;

/// <summary>Where traces begin: what enters takes over the trace its sender names, or gets one of its own. Safe for many
/// threads.</summary>
/// <param name="random">Where new ids come from.</param>
public sealed class Traces(RandomNumberGenerator random)
{
    // W3C Trace Context 1, section 3.2.2: 16 bytes of trace id, 8 bytes of parent id.
    private const int TraceIdBytes = 16;
    private const int ParentIdBytes = 8;

    /// <summary>Starts the step of something that came in. Disposing ends it.</summary>
    /// <param name="name">What is done, in low cardinality, such as <c>ticket</c>.</param>
    /// <param name="traceparent">The header as it came; anything may be in it, or nothing.</param>
    public Activity Enter(string name, string? traceparent = null) =>
        TraceContext.Continue(name, ActivityContext.TryParse(traceparent, null, out _) ? traceparent : Mint());

    private string Mint()
    {
        Span<byte> bytes = stackalloc byte[TraceIdBytes + ParentIdBytes];
        random.GetBytes(bytes);
        return $"00-{Convert.ToHexStringLower(bytes[..TraceIdBytes])}-{Convert.ToHexStringLower(bytes[TraceIdBytes..])}-00";
    }
}

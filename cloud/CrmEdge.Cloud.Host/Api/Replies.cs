using System.Globalization;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>The answer to a create or a change.</summary>
internal sealed record IdReply(Guid Id);

/// <summary>Another resource, as it appears within one.</summary>
internal sealed record Named(Guid Id, string Name);

internal static class Replies
{
    /// <summary>Instants travel as whole epoch seconds.</summary>
    public static long Epoch(this DateTimeOffset at) => at.ToUnixTimeSeconds();

    /// <summary>A readable code for a resource that came without one: the random end of its id.</summary>
    public static string CodeOf(Guid id) => id.ToString("N", CultureInfo.InvariantCulture)[^12..].ToUpperInvariant();
}

using CrmEdge.Edge.Core.Pos;

namespace CrmEdge.Edge.Core.Readers;

/// <summary>Who stands at a terminal by what its reader saw: one means and, beside it, at most one one-time code.</summary>
/// <param name="Who">The means; null while only a code was seen.</param>
/// <param name="Otp">6 digits; null where none was seen.</param>
public sealed record Presented(Means? Who, string? Otp)
{
    /// <summary>Nobody.</summary>
    public static Presented Nobody { get; } = new(null, null);

    /// <summary>After another scan: a new means is a new customer, a code goes beside the means that is there.</summary>
    public Presented With(Means? who, string? otp) => who is null ? this with { Otp = otp ?? Otp } : new Presented(who, otp);

    /// <inheritdoc/>
    public override string ToString() => $"{Who}{(Otp is null ? "" : " with code")}";
}

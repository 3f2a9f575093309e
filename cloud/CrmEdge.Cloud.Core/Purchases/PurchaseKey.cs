using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>
/// What a purchase goes by: its booking key, from which its id follows, and the content that was sent under it.
/// The same content again is the same attempt; other content is another one, and only one of them can become the purchase.
/// </summary>
/// <param name="Purchase">The purchase.</param>
/// <param name="Attempt">This content under its key.</param>
public readonly record struct PurchaseKey(Guid Purchase, Guid Attempt)
{
    /// <summary>The key of a ticket.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="tap">The till, or the organisation where the caller named none.</param>
    /// <param name="ticket">The ticket as rung.</param>
    /// <param name="contact">Who bought.</param>
    public static PurchaseKey Of(Guid tenant, string tap, Ticket ticket, Guid contact)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var purchase = IdOf(tenant, tap, ticket.BusinessDay, ticket.Reference);
        return new PurchaseKey(purchase, NamedId.Of(purchase, Convert.ToHexStringLower(TicketDigest.Of(ticket, contact))));
    }

    /// <summary>The purchase of a booking key, whatever its content.</summary>
    public static Guid IdOf(Guid tenant, string tap, string businessDay, string reference)
    {
        ArgumentNullException.ThrowIfNull(tap);
        return NamedId.Of(tenant, $"purchase:{tap.Length}:{tap}:{businessDay}:{reference}");
    }
}

using CrmEdge.Edge.Core.Pos;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>A sale as a till asks for it.</summary>
/// <param name="Tap">The TAP the till is paired for.</param>
/// <param name="Draft">The ticket as sent.</param>
/// <param name="UsePresented">The till names nobody: whoever is presented at its reader bought.</param>
/// <param name="Alias">Another name the till may ask for it by, such as the id of a message.</param>
internal sealed record SaleOrder(string Tap, TicketDraft Draft, bool UsePresented = false, string? Alias = null);

/// <summary>A sale that was understood.</summary>
/// <param name="Key">What it is booked under.</param>
/// <param name="Ticket">What was bought.</param>
/// <param name="Who">Who bought it.</param>
/// <param name="Otp">The one-time code beside it.</param>
/// <param name="Alias">See <see cref="SaleOrder"/>.</param>
internal sealed record ReadSale(BookingKey Key, Ticket Ticket, Means Who, string? Otp, string? Alias)
{
    /// <summary>True where money of the wallet is to move, which needs the cloud.</summary>
    public bool Spends => Ticket.Spend is not null || Who.Spends;
}

using CrmEdge.Edge.Agent.Readers;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Kernel.Privacy;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Makes of what a till sent what may go on: media hashed, card numbers out of texts, one customer.</summary>
internal sealed class SaleReading(IPosKeys keys, PresentedCustomers presented)
{
    // Stands where somebody presented at a reader is known by other than text.
    private static readonly IdentificationDraft StandIn = new() { ContactCode = "presented" };

    /// <summary>The sale, or the refusal.</summary>
    public (ReadSale? Sale, SaleAnswer? Refused) Read(SaleOrder order)
    {
        if (keys.Cim.Count == 0 || keys.Intake is null) return Refuse(PosWords.NotEnrolled);
        var shown = order.UsePresented ? presented.At(order.Tap) : null;
        if (order.UsePresented && shown?.Who is null) return Refuse(PosWords.NobodyPresented);
        var draft = order.Draft;
        if (shown is not null) draft = draft with { Identification = StandIn with { Otp = draft.Identification.Otp ?? shown.Otp } };
        var read = TicketReader.Read(draft);
        if (read.Ticket is not { } ticket) return Refuse(PosWords.CodeOf(read.Code), read.Field);
        if (CardIn(ticket) is { } field) return Refuse(PosWords.CardNumberInText, field);
        ticket = Scrubbed(ticket);
        var key = new BookingKey(order.Tap, ticket.BusinessDay, ticket.Reference);
        var who = shown?.Who ?? Means.Of(ticket.Identification, ticket.Otp, keys.Cim);
        var otp = who is Means.WalletCode { Digits.Length: > 16 } ? null : ticket.Otp;
        return (new ReadSale(key, ticket, who, otp, order.Alias), null);
    }

    /// <summary>Whoever is identified, or the refusal.</summary>
    public (Means? Who, IdentifyAnswer? Refused) Read(string tap, IdentificationDraft draft, bool usePresented)
    {
        if (keys.Cim.Count == 0 || keys.Intake is null) return (null, IdentifyAnswer.Refused(PosWords.NotEnrolled));
        if (usePresented)
        {
            var shown = presented.At(tap)?.Who;
            return shown is null ? (null, IdentifyAnswer.Refused(PosWords.NobodyPresented)) : (shown, null);
        }
        // The rules read an identification as part of a ticket: an empty one serves.
        var read = TicketReader.Read(new TicketDraft
        {
            Reference = "0", BusinessDay = "0", Currency = "EUR", Amounts = new AmountsDraft(null, null, 0), Identification = draft,
        });
        if (read.Ticket is not { } ticket) return (null, IdentifyAnswer.Refused(PosWords.CodeOf(read.Code), read.Field));
        if (CardIn(ticket) is { } field) return (null, IdentifyAnswer.Refused(PosWords.CardNumberInText, field));
        return (Means.Of(ticket.Identification, ticket.Otp, keys.Cim), null);
    }

    // Texts that something hangs on are refused: scrubbed, two of them could become one.
    private static string? CardIn(Ticket ticket)
    {
        if (Scrubber.Finds(ticket.Reference)) return "reference_number";
        if (ticket.Identification is Identification.ContactCode code && Scrubber.Finds(code.Code)) return "contact.code";
        return ticket.Lines.Any(line => Scrubber.Finds(line.Sku)) ? "products.sku" : null;
    }

    private static Ticket Scrubbed(Ticket ticket) => ticket with
    {
        Classification = Clean(ticket.Classification),
        Lines = [.. ticket.Lines.Select(line => line with { Name = Clean(line.Name), Family = Clean(line.Family) })],
    };

    private static string? Clean(string? text) => text is null ? null : Scrubber.Scrub(text);

    private static (ReadSale?, SaleAnswer?) Refuse(string code, string? field = null) => (null, SaleAnswer.Declined(code, field));
}

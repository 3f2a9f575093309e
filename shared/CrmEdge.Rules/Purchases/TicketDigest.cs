using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Rules.Purchases;

/// <summary>
/// What tells a repeat of a purchase from another one under the same reference: contact, amounts, lines and what
/// was to be spent. How the contact was identified, the one-time code and the hour are not part of it: a till that asks again
/// may say those anew.
/// </summary>
public static class TicketDigest
{
    /// <summary>SHA-256 of the ticket's content, 32 bytes.</summary>
    public static byte[] Of(Ticket ticket, Guid contact)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var text = new StringBuilder();
        Add(text, contact.ToString("N"), ticket.Currency.Code, ticket.Classification);
        Add(text, Text(ticket.Amounts), Number(ticket.Discount.Minor), Spend(ticket.Spend));
        foreach (var line in ticket.Lines) Add(text, line.Sku, Number(line.Quantity), Text(line.Amounts));
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    // Each part is preceded by its length, so that no two lists of parts make one text.
    private static void Add(StringBuilder text, params ReadOnlySpan<string?> parts)
    {
        foreach (var part in parts) text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}");
    }

    private static string Text(Amounts amounts) =>
        $"{Number(amounts.Net.Minor)}/{Number(amounts.Tax.Minor)}/{Number(amounts.Total.Minor)}";

    private static string? Spend(SpendRequest? spend) =>
        spend is null ? null : $"{(spend.Amount is { } amount ? Number(amount.Minor) : "max")}/{spend.RestrictFullyCovered}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // 2 and 2.0 are one quantity.
    private static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

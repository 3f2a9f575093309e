using System.Security.Cryptography;
using CrmEdge.Contracts.Common;
using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Kernel.Privacy;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using BookingKey = CrmEdge.Edge.Core.Pos.BookingKey;
using CimHash = CrmEdge.Kernel.CimHash;
using TicketLine = CrmEdge.Contracts.Pos.Line;
using Ticket = CrmEdge.Rules.Purchases.Ticket;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Sales and reversals as the journal and the wire carry them: nothing in them is a card number or a code in clear.</summary>
internal sealed class PurchaseRecords(IPosKeys keys, IContactSnapshot contacts, RandomNumberGenerator random)
{
    /// <summary>Numbers of the record types in the sync protocol.</summary>
    public const int PurchaseType = 1;

    /// <inheritdoc cref="PurchaseType"/>
    public const int ReversalType = 2;

    private const int Version = 1;

    /// <summary>The record of a sale.</summary>
    public JournalRecord Sale(ReadSale sale, byte[] digest, DateTimeOffset spendUntil)
    {
        var context = SealedBox.ContextOf(sale.Key.Tap, sale.Key.Day, sale.Key.Reference);
        var ticket = sale.Ticket;
        var purchase = new Purchase
        {
            Key = Wire(sale.Key),
            Identification = Wire(sale.Who, context),
            SoldAt = ticket.At.ToTimestamp(),
            Currency = ticket.Currency.Code,
            Totals = new Totals
            {
                Net = ticket.Amounts.Net.Minor, Tax = ticket.Amounts.Tax.Minor, Total = ticket.Amounts.Total.Minor,
                Discount = ticket.Discount.Minor,
            },
            Classification = ticket.Classification ?? "",
            Spend = Spend(sale, context),
            SpendUntil = sale.Spends ? spendUntil.ToTimestamp() : null,
            Terminal = sale.Key.Tap,
        };
        purchase.Lines.AddRange(Lines(ticket));
        return new JournalRecord(
            Lane.Money, PurchaseType, Version, purchase.ToByteArray(), new RecordKey(sale.Key.Sale, digest),
            TraceContext.Current);
    }

    /// <summary>The record that undoes a sale.</summary>
    public static JournalRecord Reversal(BookingKey key, DateTimeOffset at, string reason)
    {
        var reversal = new Reversal { Key = Wire(key), ReversedAt = at.ToTimestamp(), Reason = reason };
        return new JournalRecord(
            Lane.Money, ReversalType, Version, reversal.ToByteArray(), new RecordKey(key.Reversal, SalePlan.TombstoneHash),
            TraceContext.Current);
    }

    /// <summary>A key as it travels.</summary>
    public static CrmEdge.Contracts.Pos.BookingKey Wire(BookingKey key) =>
        new() { Tap = key.Tap, BusinessDate = key.Day, Reference = key.Reference };

    /// <summary>An identification as it travels, its secrets sealed for <paramref name="context"/>.</summary>
    public Identification Wire(Means who, string context) => who switch
    {
        Means.WalletCode code => new Identification { WalletCode = Seal(code.Digits, context) },
        Means.SpendToken token => new Identification { SpendToken = Seal(token.Value, context) },
        Means.Contact contact => new Identification { ContactId = contact.Id.ToString() },
        Means.ContactCode code => new Identification { ContactCode = code.Code },
        Means.Medium medium => new Identification { Cim = Wire(Choose(medium)) },
        _ => throw new Kernel.InvariantViolatedException($"no wire form of {who}"),
    };

    // After a key's rotation a contact may still be known by the older one; whom nobody knows here goes by the newest.
    private CimHash Choose(Means.Medium medium)
    {
        var known = medium.Hashes.Where(hash => contacts.Find(hash) is not null).Take(1).ToList();
        return known.Count == 1 ? known[0] : medium.Hashes[0];
    }

    private static Contracts.Common.CimHash Wire(CimHash hash) =>
        new() { KeyId = (uint)hash.KeyId, Hash = ByteString.CopyFrom(Convert.FromHexString(hash.Hex)) };

    private SpendRequest? Spend(ReadSale sale, string context)
    {
        if (!sale.Spends) return null;
        var otp = sale.Otp is null ? null : Seal(sale.Otp, context);
        var spend = new SpendRequest { RestrictFullyCovered = sale.Ticket.Spend?.RestrictFullyCovered ?? false, Otp = otp };
        if (sale.Ticket.Spend?.Amount is { } amount) spend.Amount = amount.Minor;
        return spend;
    }

    private Sealed Seal(string secret, string context)
    {
        var intake = keys.Intake ?? throw new Kernel.InvariantViolatedException("the edge has an intake key");
        Span<byte> nonce = stackalloc byte[SealedBox.NonceBytes];
        random.GetBytes(nonce);
        return new Sealed
        {
            KeyId = (uint)intake.Id,
            Box = ByteString.CopyFrom(SealedBox.Seal(intake.Secret.Span, context, secret, nonce)),
        };
    }

    private static IEnumerable<TicketLine> Lines(Ticket ticket) => ticket.Lines.Select(line => new TicketLine
    {
        Sku = line.Sku,
        Name = line.Name ?? "",
        Family = line.Family ?? "",
        Quantity = line.Quantity.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        Net = line.Amounts.Net.Minor,
        Tax = line.Amounts.Tax.Minor,
        Total = line.Amounts.Total.Minor,
    });
}

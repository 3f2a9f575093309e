using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>
/// Whether a contact owes more than it may, and what follows for its devices. What was used is always booked; only admission
/// ends. Usable within any operation of the contact's business.
/// </summary>
/// <param name="tenant">The business.</param>
/// <param name="contact">The contact.</param>
/// <param name="currency">The account's currency.</param>
public sealed class CreditStanding(Guid tenant, Guid contact, Currency currency)
{
    /// <summary>The reason of a suspension that a payment lifts.</summary>
    public const string Reason = "credit_limit";

    /// <summary>The contact's account.</summary>
    public Account Receivable { get; } = Account.New(tenant, AccountKind.Receivable, contact, currency);

    /// <summary>Names the account and its limit.</summary>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Account(Receivable.Id);
        reads.Find<CreditTerms>(Receivable.Id);
    }

    /// <summary>What the contact owes, negative where it paid in advance.</summary>
    public Money Owed(Books books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return books.Account(Receivable.Id)?.Balance ?? Money.Zero(currency);
    }

    /// <summary>Whether it owes more than it may.</summary>
    public bool IsOver(Books books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return books.Find<CreditTerms>(Receivable.Id)?.LimitMinor is { } limit && Owed(books).Minor > limit;
    }

    /// <summary>
    /// Suspends or resumes the devices by how the contact stands now. Devices suspended for other reasons stay so.
    /// </summary>
    /// <returns>How many changed.</returns>
    public int Settle(Books books, IEnumerable<DeviceBinding> bindings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(bindings);
        var isOver = IsOver(books);
        var changed = 0;
        foreach (var binding in bindings.Where(b => b.Currency == currency))
        {
            var next = Next(binding.Provision, isOver, now);
            if (next == binding.Provision) continue;
            books.Put(binding with { Provision = next });
            changed++;
        }
        return changed;
    }

    /// <summary>The state a device of this contact is paired in.</summary>
    public Provision Admit(Books books, Provision current, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(current);
        return IsOver(books) ? current.Want(DesiredState.Suspended, Reason, now) : current.Want(DesiredState.Enabled, null, now);
    }

    private static Provision Next(Provision current, bool isOver, DateTimeOffset now) => current switch
    {
        { Desired: DesiredState.Enabled } when isOver => current.Want(DesiredState.Suspended, Reason, now),
        { Desired: DesiredState.Suspended, Reason: Reason } when !isOver => current.Want(DesiredState.Enabled, null, now),
        _ => current,
    };
}

using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>Where the money of a payment comes from. Names are stored.</summary>
public enum PaymentMethod
{
    /// <summary>Notes and coins.</summary>
    Cash,

    /// <summary>A cheque.</summary>
    Cheque,

    /// <summary>A bank transfer.</summary>
    ElectronicTransfer,

    /// <summary>The contact's open wallet money with this business.</summary>
    CrmWallet,
}

/// <summary>A payment as it was taken; never changed.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">The payment, which is also its transfer.</param>
/// <param name="Contact">Who paid.</param>
/// <param name="Amount">How much.</param>
/// <param name="Method">From where.</param>
/// <param name="Reference">What the payer or cashier noted; null for nothing.</param>
/// <param name="At">When.</param>
public sealed record Payment(
    Guid Tenant, Guid Id, Guid Contact, Money Amount, PaymentMethod Method, string? Reference, DateTimeOffset At) : IFact;

/// <summary>The answer to a payment.</summary>
/// <param name="Code">Posted, posted before, or why not.</param>
/// <param name="Standing">How the account stands now.</param>
/// <param name="Remembered">True where this refusal was written down.</param>
public sealed record PaymentOutcome(PostCode Code, AccountStanding Standing, bool Remembered = false);

/// <summary>Takes a payment on a contact's account; where it then owes no more than it may, its devices are resumed.</summary>
/// <param name="payment">The payment, with the id that makes a repeat the same one.</param>
/// <param name="mayRemember">False where no more refusals are remembered for the caller.</param>
public sealed class TakePayment(Payment payment, bool mayRemember = true) : IOperation<PaymentOutcome>
{
    private readonly CreditStanding _standing = new(payment.Tenant, payment.Contact, payment.Amount.Currency);

    private readonly Account _source = payment.Method == PaymentMethod.CrmWallet
        ? Account.New(payment.Tenant, AccountKind.WalletBusiness, payment.Contact, payment.Amount.Currency)
        : Account.New(payment.Tenant, AccountKind.GatewayClearing, payment.Tenant, payment.Amount.Currency);

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(payment.Tenant);

    private Transfer Transfer => Ledger.Transfer.Move(
        payment.Tenant, payment.Id, _source.Id, _standing.Receivable.Id, payment.Amount, TransferCode.Payment,
        new TransferReferences(Subject: payment.Contact));

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        _standing.Reads(reads);
        reads.Post(Transfer);
        reads.Of<DeviceBinding>(payment.Contact);
    }

    /// <inheritdoc/>
    public Verdict<PaymentOutcome> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        books.Open(_standing.Receivable);
        books.Open(_source);
        var code = books.Post(Transfer);
        if (!code.IsPosted()) return Refused(books, code);
        if (code == PostCode.Ok) books.Append(payment);
        var changed = _standing.Settle(books, books.Of<DeviceBinding>(payment.Contact), now);
        return Verdict.Keep(new PaymentOutcome(code, Standing(books, changed)));
    }

    private Verdict<PaymentOutcome> Refused(Books books, PostCode code)
    {
        var remembered = mayRemember && code.DependsOnState();
        var outcome = new PaymentOutcome(code, Standing(books, 0), remembered);
        return remembered
            ? Verdict.RefuseAndRemember(code.Name(), payment.Id, outcome)
            : Verdict.Refuse(code.Name(), outcome);
    }

    private AccountStanding Standing(Books books, int changed) => new(_standing.Owed(books), _standing.IsOver(books), changed);
}

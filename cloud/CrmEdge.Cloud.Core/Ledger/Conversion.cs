using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// Money changed into another currency: two linked transfers through the tenant's liquidity account of either currency, and the
/// rate beside them. Each currency's books stay balanced; what the tenant gained or lost stands in liquidity.
/// </summary>
/// <param name="Partition">Whose books.</param>
/// <param name="Id">The conversion; its two transfers follow from it.</param>
/// <param name="From">The account that gives.</param>
/// <param name="To">The account that gets.</param>
/// <param name="Amount">What is given, above zero.</param>
/// <param name="Into">The currency of <paramref name="To"/>, another than the amount's.</param>
/// <param name="Rate">Units of <paramref name="Into"/> for one unit of the amount's currency, above zero.</param>
public sealed record Conversion(PartitionKey Partition, Guid Id, Guid From, Guid To, Money Amount, Currency Into, decimal Rate)
    : IOperation<PostCode>
{
    /// <summary>What is got: the amount at the rate, rounded to the currency's minor unit, half away from zero.</summary>
    public Money Got => Money.Round(Amount.Major * Rate, Into);

    private TransferReferences References => new(Id);

    private Account Taken => Account.New(Partition.Tenant, AccountKind.Liquidity, Partition.Tenant, Amount.Currency);

    private Account Given => Account.New(Partition.Tenant, AccountKind.Liquidity, Partition.Tenant, Into);

    private Transfer Out => Transfer.Move(
        Partition.Tenant, NamedId.Of(Id, "out"), From, Taken.Id, Amount, TransferCode.Conversion, References);

    private Transfer In => Transfer.Move(
        Partition.Tenant, NamedId.Of(Id, "in"), Given.Id, To, Got, TransferCode.Conversion, References);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Post(Out);
        reads.Post(In);
    }

    /// <inheritdoc/>
    public Verdict<PostCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        Invariant.Holds(Rate > 0 && Into != Amount.Currency, "a conversion has a rate above zero between two currencies");
        books.Open(Taken);
        books.Open(Given);
        var code = books.PostLinked([Out, In]);
        if (code == PostCode.Ok) books.Append(new ConversionRate(Partition.Tenant, Id, Rate, Amount, Got, now));
        return Verdict.Keep(code);
    }
}

/// <summary>The rate at which a conversion was made.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">The conversion.</param>
/// <param name="Rate">Units of <paramref name="To"/>'s currency for one of <paramref name="From"/>'s.</param>
/// <param name="From">What was given.</param>
/// <param name="To">What was got.</param>
/// <param name="At">When.</param>
public sealed record ConversionRate(Guid Tenant, Guid Id, decimal Rate, Money From, Money To, DateTimeOffset At) : IFact;

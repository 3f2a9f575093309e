using System.Globalization;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using CrmEdge.Rules.Lots;

namespace CrmEdge.Cloud.Core.Rewards;

/// <summary>
/// A contact's money in a pool that expires together. What is left of it is its account's balance. Its id follows from contact,
/// pool and expiry, so that what is given in one month gathers in one lot.
/// </summary>
public sealed record CommerceLot : IOwnedBy, IHasAccounts
{
    /// <summary>The business.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>See <see cref="IdOf"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The contact.</summary>
    public required Guid Owner { get; init; }

    /// <summary>The pool that says what it may pay.</summary>
    public required Guid Pool { get; init; }

    /// <summary>Its currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>From this instant it cannot be used; null is never.</summary>
    public required DateTimeOffset? Expires { get; init; }

    /// <summary>When its first money came.</summary>
    public required DateTimeOffset Given { get; init; }

    /// <summary>True while nothing is in it; it is then not loaded with its contact's others.</summary>
    public bool Empty { get; init; }

    /// <summary>Its account.</summary>
    public Account Account => AccountOf(Tenant, Id, Currency);

    /// <inheritdoc/>
    public IEnumerable<Guid> Accounts => [Account.Id];

    /// <summary>The id of a contact's lot.</summary>
    public static Guid IdOf(Guid tenant, Guid contact, Guid pool, DateTimeOffset? expires, Currency currency) =>
        NamedId.Of(tenant, string.Create(CultureInfo.InvariantCulture,
            $"lot:{contact:N}:{pool:N}:{expires?.ToUnixTimeSeconds() ?? 0}:{currency.Code}"));

    /// <summary>The account of a lot.</summary>
    public static Account AccountOf(Guid tenant, Guid lot, Currency currency) =>
        Account.New(tenant, AccountKind.CommerceLot, lot, currency);

    /// <summary>The lot that money given now goes into.</summary>
    public static CommerceLot For(Guid tenant, Guid contact, Pool pool, DateTimeOffset given, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var expires = pool.ExpiryOf(given);
        return new CommerceLot
        {
            Tenant = tenant,
            Id = IdOf(tenant, contact, pool.Id, expires, currency),
            Owner = contact,
            Pool = pool.Id,
            Currency = currency,
            Expires = expires,
            Given = given,
        };
    }

    /// <summary>The lot as the rules see it.</summary>
    internal Lot AsLot(Books books) => new(Id, Pool, books.Account(Account.Id)!.Available, Expires, Given);

    /// <summary>Puts the lot as full or empty as its account is.</summary>
    internal void PutBack(Books books) => books.Put(this with { Empty = books.Account(Account.Id)!.IsEmpty });
}

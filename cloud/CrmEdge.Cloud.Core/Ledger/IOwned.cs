namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// A record that only its partition's writer changes, because money decisions read it: limit counters, references seen,
/// lots, spend-blocked marks. Immutable: a change is a new value put in its place.
/// </summary>
public interface IOwned
{
    /// <summary>The tenant of the operation that writes it.</summary>
    Guid Tenant { get; }

    /// <summary>The id within the tenant; derived from the natural key where there is one.</summary>
    Guid Id { get; }
}

/// <summary>A record that can also be read as one of all that an owner has, such as the lots of a contact.</summary>
public interface IOwnedBy : IOwned
{
    /// <summary>Whose it is.</summary>
    Guid Owner { get; }
}

/// <summary>A record that is no use without its accounts: whoever reads it may read them too, without naming them.</summary>
public interface IHasAccounts : IOwned
{
    /// <summary>The ids of its accounts.</summary>
    IEnumerable<Guid> Accounts { get; }
}

/// <summary>A row that is written once and never changed: a purchase line, a usage row, an outbox message.</summary>
public interface IFact
{
    /// <summary>The tenant of the operation that writes it.</summary>
    Guid Tenant { get; }
}

namespace CrmEdge.Cloud.Core.Organisations;

/// <summary>What an organisation is within the business network (domain.md §9).</summary>
public enum OrganisationType
{
    /// <summary>Runs the platform and the wallets. There is one, the root.</summary>
    Operator = 1,

    /// <summary>Owns the service and bills businesses for it.</summary>
    ServiceOwner = 2,

    /// <summary>Routes purchases of several service owners' businesses.</summary>
    TransactionProcessor = 3,

    /// <summary>Owns contacts and invoices all its sales.</summary>
    Business = 4,

    /// <summary>Groups merchants and venues of a business.</summary>
    Organisation = 5,

    /// <summary>Sells for a business; has users.</summary>
    Merchant = 6,

    /// <summary>A place where a merchant or business sells. Has no users.</summary>
    Venue = 7,
}

/// <summary>The shape of the network.</summary>
public static class NetworkRules
{
    /// <summary>
    /// Whether an organisation of type <paramref name="child"/> may stand below one of type <paramref name="parent"/>.
    /// </summary>
    public static bool MayStandBelow(OrganisationType child, OrganisationType parent) => AllowedParents(child).Contains(parent);

    /// <summary>The types that one of type <paramref name="child"/> may stand below; none for the operator.</summary>
    public static IReadOnlyList<OrganisationType> AllowedParents(OrganisationType child) => child switch
    {
        OrganisationType.Operator => [],
        OrganisationType.ServiceOwner => [OrganisationType.Operator],
        OrganisationType.TransactionProcessor => [OrganisationType.Operator],
        OrganisationType.Business => [OrganisationType.ServiceOwner],
        OrganisationType.Organisation => [OrganisationType.Business, OrganisationType.Organisation],
        OrganisationType.Merchant => [OrganisationType.Business, OrganisationType.Organisation],
        OrganisationType.Venue => [OrganisationType.Business, OrganisationType.Organisation, OrganisationType.Merchant],
        _ => throw new ArgumentOutOfRangeException(nameof(child)),
    };

    /// <summary>Whether organisations of this type have tenants, books and API keys of their own.</summary>
    public static bool KeepsBooks(OrganisationType type) => type is
        OrganisationType.Operator or OrganisationType.ServiceOwner or OrganisationType.TransactionProcessor
        or OrganisationType.Business;

    /// <summary>Whether a till can stand there.</summary>
    public static bool HasTills(OrganisationType type) => type is OrganisationType.Merchant or OrganisationType.Venue;
}

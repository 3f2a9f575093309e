using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Contacts;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// What a violated unique constraint means to the caller. Constraints are named for this: table, then what is unique.
/// </summary>
internal static class Constraints
{
    public static Refusal Explain(string? constraint) => constraint switch
    {
        "contact_cim_value" => ContactCodes.CimTaken(),
        "usage_price_effective_from" => Refusal.Of(Codes.PriceExists,
            "A version of this price takes effect at this very instant already. A version is never changed: send another " +
            "effective_on.", "effective_on", "is taken"),
        not null when constraint.EndsWith("_pkey", StringComparison.Ordinal) => Refusal.Of(Codes.IdExists,
            "There is a resource with this id already. If it is yours from an earlier attempt, go on with it; else send " +
            "another id.", "id", "is taken"),
        not null when constraint.EndsWith("_code", StringComparison.Ordinal) => Refusal.Of(Codes.CodeExists,
            "There is a resource with this code already. Codes are unique: send another one.", "code", "is taken"),
        not null when constraint.EndsWith("_sku", StringComparison.Ordinal) => Refusal.Of(Codes.CodeExists,
            "There is a product with this SKU already. SKUs are unique: change that product, or send another SKU.",
            "sku", "is taken"),
        _ => new Refusal(Codes.ConcurrentUpdate,
            "Another request wrote the same thing at the same time. Read again, then repeat your change."),
    };
}

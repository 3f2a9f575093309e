using CrmEdge.Cloud.Host.Api;
using CrmEdge.Rules.Offers;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>What conditions of an offer or pool may say.</summary>
internal static class ConditionChecks
{
    private const int PartsMax = 200;

    public static void Check(Conditions? conditions, FieldChecks checks)
    {
        if (conditions is null) return;
        if (conditions is { Time: null } or { Organisations: null } or { Products: null }
            || conditions.Time.Days is null || conditions.Time.Months is null || conditions.Products.Any(p =>
                p is not { Code: not null }))
        {
            checks.Add("conditions", "has a part that is null; leave it out instead");
            return;
        }
        checks.That(conditions.Time.Days.All(day => day is >= 1 and <= 7), "conditions.time.days", "is not from 1 (Sunday) to 7");
        checks.That(conditions.Time.Months.All(month => month is >= 1 and <= 12), "conditions.time.months",
            "is not from 1 to 12");
        checks.That(conditions.Organisations.Count <= PartsMax, "conditions.organisations", $"has more than {PartsMax} parts");
        checks.That(conditions.Products.Count <= PartsMax, "conditions.products", $"has more than {PartsMax} parts");
    }
}

using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

internal static class OrganisationCodes
{
    public static Refusal IllegalParent(OrganisationType child, OrganisationType parent)
    {
        var allowed = NetworkRules.AllowedParents(child);
        var hint = allowed.Count == 0 ? "There is one operator, made with the platform."
            : $"Name a parent of type {string.Join(" or ", allowed.Select(t => Words.Of(t)))}.";
        return Refusal.Of("CRM.EXCEPTIONS.ILLEGALPARENTORGANISATIONEXCEPTION",
            $"A {Words.Of(child)} cannot stand below a {Words.Of(parent)}. {hint}", "parent_id",
            $"is a {Words.Of(parent)}");
    }

    public static Refusal LiveKeyNeeded() => new("CRM.EXCEPTIONS.LIVEKEYREQUIREDEXCEPTION",
        "Organisations that keep books exist in live and test mode alike. Make and change them with a live API key.");

    public static Refusal LiveClock() => new("CRM.EXCEPTIONS.LIVECLOCKEXCEPTION",
        "The clock of live data cannot be moved. Use an API key of the test mode.");

    public static Refusal NoKeysHere(OrganisationType type) => new("CRM.EXCEPTIONS.ORGANISATIONWITHOUTUSERSEXCEPTION",
        $"A {Words.Of(type)} has no API keys or users of its own. Issue the key for the business it belongs to.");

    public static Refusal ApproveNeeded() => new(Codes.Forbidden,
        "Organisations that keep books are made with a key of role APPROVE. Ask an administrator for one.",
        StatusCodes.Status403Forbidden);
}

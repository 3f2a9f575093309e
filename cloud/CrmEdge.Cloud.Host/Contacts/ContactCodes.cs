using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Host.Contacts;

internal static class ContactCodes
{
    public static Refusal KeysRotated() => new(Codes.Unavailable,
        "The identification keys were rotated this moment. Repeat the request after the seconds that Retry-After names.",
        StatusCodes.Status503ServiceUnavailable) { RetryAfter = TenantKeys.RememberedFor };

    public static Refusal CimTaken() => Refusal.Of("CRM.EXCEPTIONS.CIMALREADYEXISTSFORANOTHERCONTACTEXCEPTION",
        "Another contact of this business has one of these identifications. Find that contact (POST /contacts/identify) and " +
        "use it, or remove the identification there first.", "cims", "belongs to another contact");
}

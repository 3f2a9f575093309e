using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Contacts;

internal static class ContactCodes
{
    public static Refusal CimTaken() => Refusal.Of("CRM.EXCEPTIONS.CIMALREADYEXISTSFORANOTHERCONTACTEXCEPTION",
        "Another contact of this business has one of these identifications. Find that contact (POST /contacts/identify) and " +
        "use it, or remove the identification there first.", "cims", "belongs to another contact");
}

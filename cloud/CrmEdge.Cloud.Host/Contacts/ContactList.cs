using System.Linq.Expressions;
using CrmEdge.Cloud.Core.Contacts;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>
/// What contacts can be listed by. Identifications are found by their exact value alone: only its hash is stored.
/// </summary>
internal static class ContactList
{
    public static string[] Identifications { get; } = ["email_address", "phone", "loyalty_identifier"];

    public static ListSpec<ContactRow> For(Work work, CimStore cims, TenantKeyRing ring) => Plain()
        .Filter("email_address", text => Holding(cims, ring, CimType.Email, text))
        .Filter("phone", text => Holding(cims, ring, CimType.Phone, PhoneNumber.Normalise(work.Caller.Country, text)))
        .Filter("loyalty_identifier", text => Holding(cims, ring, CimType.LoyaltyIdentifier, text));

    /// <summary>What needs no key to look for.</summary>
    public static ListSpec<ContactRow> Plain() => new ListSpec<ContactRow>
        { DefaultSort = "created_on", Id = row => row.Id }
        .Date("created_on", row => row.CreatedAt)
        .Date("updated_on", row => row.UpdatedAt)
        .Sort("first_name", row => row.FirstName)
        .Sort("last_name", row => row.LastName)
        .Sort("code", row => row.Code)
        .Filter("code", text => row => row.Code == text)
        .Filter("type", text => Words.Try<ContactType>(text) is null ? null : row => row.Type == text)
        .Filter("search_value", Named);

    private static Expression<Func<ContactRow, bool>> Named(string text)
    {
        var pattern = Like.Containing(text);
        return row => EF.Functions.ILike(row.FirstName + " " + row.LastName, pattern, Like.Escape)
            || EF.Functions.ILike(row.FirstName ?? "", pattern, Like.Escape)
            || EF.Functions.ILike(row.LastName ?? "", pattern, Like.Escape)
            || EF.Functions.ILike(row.CompanyName ?? "", pattern, Like.Escape)
            || row.Code == text;
    }

    private static Expression<Func<ContactRow, bool>>? Holding(CimStore cims, TenantKeyRing ring, CimType type, string? raw)
    {
        if (ring.Hashes(GivenCim.KindOf(type), raw) is not { } hashes) return null;
        var held = cims.Holding(type, hashes).Select(c => c.Contact);
        return row => held.Contains(row.Id);
    }
}

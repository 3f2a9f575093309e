using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>Currency, country and time zone are for organisations that keep books; a business needs all three.</summary>
internal sealed record NewOrganisation(
    Guid? Id, string? ParentId, OrganisationType? Type, string? Code, string? Name, string? Description,
    string? CurrencyCode, string? Country, string? TimeZone);

/// <summary>A field left out stays as it is; an empty text clears. Type, code and parent are fixed.</summary>
internal sealed record OrganisationChange(
    OrganisationType? Type, string? Code, string? ParentId, string? Name, string? Description);

internal sealed record OrganisationReply(
    Guid Id, string Code, OrganisationType Type, string Name, string? Description, Guid? ParentId, long CreatedOn)
{
    public static OrganisationReply Of(OrganisationRow row) => new(
        row.Id, row.Code, Words.To<OrganisationType>(row.Type), row.Name, row.Description, row.Parent, row.CreatedAt.Epoch());
}

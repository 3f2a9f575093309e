using System.Security.Cryptography.X509Certificates;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>An edge of a tenant. Its certificate says so: the tenant as organisation, the edge as common name.</summary>
internal readonly record struct EdgeId(Guid Tenant, Guid Edge)
{
    private const string CommonName = "2.5.4.3";
    private const string Organisation = "2.5.4.10";

    public X500DistinguishedName Subject()
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(Tenant.ToString());
        name.AddCommonName(Edge.ToString());
        return name.Build();
    }

    /// <summary>Of a certificate of our CA; null where it is not an edge's.</summary>
    public static EdgeId? Of(X509Certificate2 certificate)
    {
        string? Value(string oid) => certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid)
            .Select(part => part.GetSingleElementValue()).FirstOrDefault();
        return Guid.TryParse(Value(Organisation), out var tenant) && Guid.TryParse(Value(CommonName), out var edge)
            ? new EdgeId(tenant, edge)
            : null;
    }
}

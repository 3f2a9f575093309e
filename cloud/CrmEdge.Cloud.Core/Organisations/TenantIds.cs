using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Organisations;

/// <summary>Whether a tenant's data is real. The two never see each other.</summary>
public enum TenantMode
{
    /// <summary>Real money and people.</summary>
    Live = 1,

    /// <summary>Trial data, on a clock that can be moved on.</summary>
    Test = 2,
}

/// <summary>The tenants of an organisation follow from its id.</summary>
public static class TenantIds
{
    /// <summary>The organisation's tenant in a mode.</summary>
    public static Guid Of(Guid organisation, TenantMode mode) =>
        NamedId.Of(organisation, mode == TenantMode.Live ? "tenant:live" : "tenant:test");
}

using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Organisations;

/// <summary>The one operator of an installation. Its ids are the same everywhere, so that nobody has to look them up.</summary>
public static class Platform
{
    /// <summary>The organisation itself, root of the network.</summary>
    public static Guid Organisation { get; } = NamedId.Of(Guid.Empty, "crmedge:platform");

    /// <summary>Tenant of wallet homes in live mode.</summary>
    public static Guid LiveTenant { get; } = TenantIds.Of(Organisation, TenantMode.Live);

    /// <summary>Tenant of wallet homes in test mode.</summary>
    public static Guid TestTenant { get; } = TenantIds.Of(Organisation, TenantMode.Test);

    /// <summary>The platform's tenant in a mode: a test wallet never meets a live one.</summary>
    public static Guid Tenant(TenantMode mode) => mode == TenantMode.Live ? LiveTenant : TestTenant;
}

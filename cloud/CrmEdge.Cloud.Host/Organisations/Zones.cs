namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>IANA time zones, as the machine's tzdata knows them.</summary>
internal static class Zones
{
    /// <summary>Only names that are the same everywhere: UTC, or Area/Place.</summary>
    public static bool Has(string? zone) =>
        zone is "UTC" || (zone is not null && zone.Contains('/', StringComparison.Ordinal)
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));
}

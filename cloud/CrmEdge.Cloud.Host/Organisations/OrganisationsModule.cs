using CrmEdge.Cloud.Host.Database;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Cloud.Host.Organisations;

internal static class OrganisationsModule
{
    public static IServiceCollection AddOrganisations(this IServiceCollection services)
    {
        return services.AddValidatedOptions<PlatformOptions>(PlatformOptions.Section)
            .AddSingleton<NetworkWriter>()
            .AddSingleton<TapDirectory>()
            .AddSingleton<BusinessClock>()
            .AddHostedService<ClockWatch>()
            .AddSingleton<IStartStep, PlatformSeed>();
    }

    public static void MapOrganisations(this IEndpointRouteBuilder backOffice)
    {
        OrganisationsApi.Map(backOffice);
        TapsApi.Map(backOffice);
        ClockApi.Map(backOffice);
    }
}

using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

internal static class OrganisationsModule
{
    public static IServiceCollection AddOrganisations(this IServiceCollection services)
    {
        services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
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

namespace CrmEdge.Cloud.Host.Operations;

internal static class OperationsModule
{
    /// <summary>The figures that belong to no slice alone.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) =>
        services.AddHostedService<HostMetrics>().AddHostedService<Backlog>();
}

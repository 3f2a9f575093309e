using Grpc.AspNetCore.Server;
using Grpc.Runtime.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds gRPC to a host.</summary>
public static class GrpcServicesExtensions
{
    /// <summary>Adds gRPC with default options.</summary>
    /// <param name="services">Services of the host.</param>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting(o => o.SetParameterPolicy<GrpcOnlyConstraint>(GrpcOnlyConstraint.Name));
        services.AddOptions<GrpcServiceOptions>();
        services.TryAddSingleton<GrpcMarker>();
        return new GrpcServerBuilder(services);
    }

    /// <summary>Adds gRPC.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configureOptions">Sets the options of all services.</param>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureOptions);
        services.Configure(configureOptions);
        return services.AddGrpc();
    }

    /// <summary>Sets the options of one service.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="grpcBuilder">What <c>AddGrpc</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    public static IGrpcServerBuilder AddServiceOptions<TService>(
        this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        grpcBuilder.Services.Configure(configure);
        return grpcBuilder;
    }
}

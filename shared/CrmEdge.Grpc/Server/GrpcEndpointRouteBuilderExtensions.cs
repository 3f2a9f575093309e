using System.Diagnostics.CodeAnalysis;
using Grpc.Runtime.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps services to their paths.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps every method of a service. An instance comes from dependency injection for each call. Unknown methods and
    /// services answer UNIMPLEMENTED.
    /// </summary>
    /// <typeparam name="TService">Class derived from a generated service base.</typeparam>
    /// <param name="builder">The host's endpoints.</param>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the class is no generated service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<
        [DynamicallyAccessedMembers(
            DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)]
        TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var marker = builder.ServiceProvider.GetService<GrpcMarker>()
            ?? throw new InvalidOperationException("gRPC is not set up: call services.AddGrpc() before MapGrpcService.");
        return new GrpcServiceEndpointConventionBuilder(ServiceMapper.Map<TService>(builder, marker));
    }
}

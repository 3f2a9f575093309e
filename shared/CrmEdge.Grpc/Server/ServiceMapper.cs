using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Runtime.Server;

/// <summary>Finds a service's methods through its generated base and maps each to its path.</summary>
internal static class ServiceMapper
{
    public static IReadOnlyList<IEndpointConventionBuilder> Map<TService>(IEndpointRouteBuilder builder, GrpcMarker marker)
        where TService : class
    {
        var binder = new EndpointBinder<TService>(builder);
        BindMethod(typeof(TService)).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [binder, null], null);
        foreach (var service in binder.Services)
            Fallback(builder, $"{service}/{{unimplementedMethod:{GrpcOnlyConstraint.Name}}}", "Method is unimplemented.");
        var options = builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        if (!marker.FallbackMapped && options.IgnoreUnknownServices is not true)
        {
            marker.FallbackMapped = true;
            Fallback(
                builder,
                $"{{unimplementedService}}/{{unimplementedMethod:{GrpcOnlyConstraint.Name}}}",
                "Service is unimplemented.");
        }
        return binder.Endpoints;
    }

    private static MethodInfo BindMethod(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(false) is not { } attribute) continue;
            return attribute.BindType.GetMethod(
                attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), type])
                ?? throw new InvalidOperationException($"{attribute.BindType} lacks {attribute.BindMethodName}, which its attribute names.");
        }
        throw new InvalidOperationException($"{service} is no gRPC service: derive it from a generated base class.");
    }

    private static void Fallback(IEndpointRouteBuilder builder, string pattern, string detail) =>
        builder.MapPost(pattern, http => Admission.Refuse(http, new Status(StatusCode.Unimplemented, detail)))
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
}

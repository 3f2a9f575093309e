using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Runtime.Server;

/// <summary>Maps each method it is told of to a path, bound to the service class by an open delegate.</summary>
internal sealed class EndpointBinder<TService>(IEndpointRouteBuilder builder) : ServiceBinderBase
    where TService : class
{
    private readonly List<IEndpointConventionBuilder> _endpoints = [];
    private readonly HashSet<string> _services = [];

    public IReadOnlyList<IEndpointConventionBuilder> Endpoints => _endpoints;

    public IReadOnlyCollection<string> Services => _services;

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<UnaryHandler<TService, TRequest, TResponse>.Invoker>();
        Map(method, info, settings => new UnaryHandler<TService, TRequest, TResponse>(settings, method, invoke));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<ClientStreamingHandler<TService, TRequest, TResponse>.Invoker>();
        Map(method, info, settings => new ClientStreamingHandler<TService, TRequest, TResponse>(settings, method, invoke));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<ServerStreamingHandler<TService, TRequest, TResponse>.Invoker>();
        Map(method, info, settings => new ServerStreamingHandler<TService, TRequest, TResponse>(settings, method, invoke));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<DuplexStreamingHandler<TService, TRequest, TResponse>.Invoker>();
        Map(method, info, settings => new DuplexStreamingHandler<TService, TRequest, TResponse>(settings, method, invoke));
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {method.Name} for {method.FullName}.");

    private void Map(IMethod method, MethodInfo info, Func<CallSettings, CallHandler<TService>> handler)
    {
        var settings = CallSettings.For<TService>(method, builder.ServiceProvider);
        var endpoint = builder.MapPost(method.FullName, (RequestDelegate)handler(settings).HandleAsync);
        endpoint.Add(e =>
        {
            e.DisplayName = $"gRPC - {method.FullName}";
            e.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            foreach (var attribute in typeof(TService).GetCustomAttributes(true)) e.Metadata.Add(attribute);
            foreach (var attribute in info.GetCustomAttributes(true)) e.Metadata.Add(attribute);
        });
        _endpoints.Add(endpoint);
        _services.Add(method.ServiceName);
    }
}

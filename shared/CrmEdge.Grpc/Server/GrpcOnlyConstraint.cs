using Grpc.Runtime.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Runtime.Server;

/// <summary>Keeps the catch-all endpoints away from everything that is not a gRPC request.</summary>
internal sealed class GrpcOnlyConstraint : IRouteConstraint
{
    public const string Name = "grpconly";

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is null || GrpcHeaders.IsGrpc(httpContext.Request.ContentType);
}

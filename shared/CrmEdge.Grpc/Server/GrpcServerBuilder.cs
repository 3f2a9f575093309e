using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Runtime.Server;

internal sealed record GrpcServerBuilder(IServiceCollection Services) : IGrpcServerBuilder;

/// <summary>Present when AddGrpc was called; remembers what is to be mapped once per host.</summary>
internal sealed class GrpcMarker
{
    public bool FallbackMapped { get; set; }
}

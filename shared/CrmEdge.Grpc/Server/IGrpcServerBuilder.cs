using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Configures gRPC further.</summary>
public interface IGrpcServerBuilder
{
    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }
}

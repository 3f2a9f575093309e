using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Endpoint metadata: the method an endpoint serves.</summary>
/// <param name="serviceType">Class that handles it.</param>
/// <param name="method">The method.</param>
public sealed class GrpcMethodMetadata(Type serviceType, IMethod method)
{
    /// <summary>Class that handles it.</summary>
    public Type ServiceType { get; } = serviceType ?? throw new ArgumentNullException(nameof(serviceType));

    /// <summary>The method.</summary>
    public IMethod Method { get; } = method ?? throw new ArgumentNullException(nameof(method));
}

namespace Grpc.Core;

/// <summary>Which side sends one message and which a stream.</summary>
public enum MethodType
{
    /// <summary>One request, one response.</summary>
    Unary,

    /// <summary>A stream of requests, one response.</summary>
    ClientStreaming,

    /// <summary>One request, a stream of responses.</summary>
    ServerStreaming,

    /// <summary>A stream each way, independent of each other.</summary>
    DuplexStreaming,
}

/// <summary>A method without its message types.</summary>
public interface IMethod
{
    /// <summary>Call kind.</summary>
    MethodType Type { get; }

    /// <summary>Service with package, e.g. <c>pkg.Greeter</c>.</summary>
    string ServiceName { get; }

    /// <summary>Name within the service.</summary>
    string Name { get; }

    /// <summary>Path on the wire: <c>/service/name</c>.</summary>
    string FullName { get; }
}

/// <summary>A method with the marshallers of its messages.</summary>
/// <typeparam name="TRequest">Request message.</typeparam>
/// <typeparam name="TResponse">Response message.</typeparam>
/// <param name="type">Call kind.</param>
/// <param name="serviceName">Service with package.</param>
/// <param name="name">Name within the service.</param>
/// <param name="requestMarshaller">Turns requests into bytes and back.</param>
/// <param name="responseMarshaller">Turns responses into bytes and back.</param>
public class Method<TRequest, TResponse>(
    MethodType type,
    string serviceName,
    string name,
    Marshaller<TRequest> requestMarshaller,
    Marshaller<TResponse> responseMarshaller) : IMethod
{
    /// <inheritdoc/>
    public MethodType Type { get; } = type;

    /// <inheritdoc/>
    public string ServiceName { get; } = serviceName ?? throw new ArgumentNullException(nameof(serviceName));

    /// <inheritdoc/>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public string FullName { get; } = $"/{serviceName}/{name}";

    /// <summary>Turns requests into bytes and back.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; } =
        requestMarshaller ?? throw new ArgumentNullException(nameof(requestMarshaller));

    /// <summary>Turns responses into bytes and back.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; } =
        responseMarshaller ?? throw new ArgumentNullException(nameof(responseMarshaller));
}

using Grpc.Core;

namespace Grpc.Runtime.Server;

internal sealed class DuplexStreamingHandler<TService, TRequest, TResponse>(
    CallSettings settings,
    Method<TRequest, TResponse> method,
    DuplexStreamingHandler<TService, TRequest, TResponse>.Invoker invoke)
    : CallHandler<TService>(settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    public delegate Task Invoker(
        TService service,
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        ServerCallContext context);

    protected override Task InvokeAsync(TService service, ServerCall call) => invoke(
        service,
        new ServerStreamReader<TRequest>(call, method.RequestMarshaller),
        new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller),
        call);
}

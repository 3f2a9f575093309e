using Grpc.Core;

namespace Grpc.Runtime.Server;

internal sealed class ServerStreamingHandler<TService, TRequest, TResponse>(
    CallSettings settings,
    Method<TRequest, TResponse> method,
    ServerStreamingHandler<TService, TRequest, TResponse>.Invoker invoke)
    : CallHandler<TService>(settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    public delegate Task Invoker(
        TService service, TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var request = await call.ReadSingleAsync(method.RequestMarshaller).ConfigureAwait(false);
        var responses = new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller);
        await invoke(service, request, responses, call).ConfigureAwait(false);
    }
}

using Grpc.Core;

namespace Grpc.Runtime.Server;

internal sealed class UnaryHandler<TService, TRequest, TResponse>(
    CallSettings settings, Method<TRequest, TResponse> method, UnaryHandler<TService, TRequest, TResponse>.Invoker invoke)
    : CallHandler<TService>(settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    public delegate Task<TResponse> Invoker(TService service, TRequest request, ServerCallContext context);

    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var request = await call.ReadSingleAsync(method.RequestMarshaller).ConfigureAwait(false);
        var response = await invoke(service, request, call).ConfigureAwait(false);
        await SingleResponse.WriteAsync(call, method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}

internal sealed class ClientStreamingHandler<TService, TRequest, TResponse>(
    CallSettings settings, Method<TRequest, TResponse> method, ClientStreamingHandler<TService, TRequest, TResponse>.Invoker invoke)
    : CallHandler<TService>(settings)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    public delegate Task<TResponse> Invoker(TService service, IAsyncStreamReader<TRequest> requests, ServerCallContext context);

    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var requests = new ServerStreamReader<TRequest>(call, method.RequestMarshaller);
        var response = await invoke(service, requests, call).ConfigureAwait(false);
        await SingleResponse.WriteAsync(call, method.ResponseMarshaller, response).ConfigureAwait(false);
    }
}

internal sealed class ServerStreamingHandler<TService, TRequest, TResponse>(
    CallSettings settings, Method<TRequest, TResponse> method, ServerStreamingHandler<TService, TRequest, TResponse>.Invoker invoke)
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

internal sealed class DuplexStreamingHandler<TService, TRequest, TResponse>(
    CallSettings settings, Method<TRequest, TResponse> method, DuplexStreamingHandler<TService, TRequest, TResponse>.Invoker invoke)
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

internal static class SingleResponse
{
    // Not flushed: the trailers follow at once and take it along.
    public static Task WriteAsync<T>(ServerCall call, Marshaller<T> marshaller, T? response)
        where T : class => response is null
        ? throw new RpcException(new Status(StatusCode.Cancelled, "The handler returned no message."))
        : call.IsOver ? Task.CompletedTask
        : call.WriteAsync(response, marshaller.ContextualSerializer, call.WriteOptions, flush: false, default);
}

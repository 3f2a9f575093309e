using CrmEdge.SystemTests.Rpc.Probes;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace CrmEdge.SystemTests.Rpc;

internal sealed class ProbeService(ProbeState state) : Probe.ProbeBase
{
    public override async Task<Reply> Echo(Ask request, ServerCallContext context)
    {
        var headers = new Metadata();
        if (context.RequestHeaders.GetValue("x-text") is { } text)
        {
            headers.Add("x-text", text);
            context.ResponseTrailers.Add("x-text-trailer", text);
        }
        if (context.RequestHeaders.GetValueBytes("x-data-bin") is { } data)
        {
            headers.Add("x-data-bin", data);
            context.ResponseTrailers.Add("x-data-trailer-bin", data);
        }
        if (headers.Count > 0) await context.WriteResponseHeadersAsync(headers);
        state.LastSubject = context.AuthContext.PeerIdentity.FirstOrDefault()?.Value;
        return new Reply { Text = request.Text, Data = request.Data, Count = request.Count };
    }

    public override Task<Nothing> Ping(Nothing request, ServerCallContext context) => Task.FromResult(new Nothing());

    public override Task<Reply> Fail(Ask request, ServerCallContext context)
    {
        var trailers = new Metadata { { "x-why", "because" }, { "x-why-bin", [0, 255, 10] } };
        throw new RpcException(new Status((StatusCode)request.Code, request.Text), trailers);
    }

    public override Task<Reply> Throw(Ask request, ServerCallContext context) => throw new InvalidOperationException("secret");

    public override async Task<Reply> Hang(Ask request, ServerCallContext context)
    {
        if (request.Code == -1)
        {
            await state.Stuck.Task;
            return new Reply();
        }
        var cancelled = new TaskCompletionSource();
        await using var registration = context.CancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
        state.Saw(request.Text);
        context.CancellationToken.ThrowIfCancellationRequested();
        return new Reply();
    }

    public override Task<Reply> Seen(Ask request, ServerCallContext context) =>
        Task.FromResult(new Reply { Count = state.Cancelled.GetValueOrDefault(request.Text) });

    public override async Task<Reply> Sum(IAsyncStreamReader<Ask> requestStream, ServerCallContext context)
    {
        var limit = context.GetHttpContext().Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        state.LastBodyLimit = limit.MaxRequestBodySize;
        var reply = new Reply();
        await foreach (var ask in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (ask.Code != 0) throw new RpcException(new Status((StatusCode)ask.Code, ask.Text));
            reply.Count += ask.Count;
        }
        return reply;
    }

    public override async Task Count(Ask request, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++) await responseStream.WriteAsync(new Reply { Count = i, Data = request.Data });
        context.ResponseTrailers.Add("x-sent", $"{request.Count}");
        if (request.Code != 0) throw new RpcException(new Status((StatusCode)request.Code, request.Text));
    }

    public override async Task Chat(
        IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
    {
        var name = "";
        await context.WriteResponseHeadersAsync([]);
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                var ask = requestStream.Current;
                if (name.Length == 0) name = ask.Text;
                if (ask.Code != 0) throw new RpcException(new Status((StatusCode)ask.Code, ask.Text));
                await responseStream.WriteAsync(new Reply { Text = ask.Text, Data = ask.Data, Count = ask.Count });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            state.Saw(name);
            throw;
        }
    }
}

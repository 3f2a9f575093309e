using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Sync;
using Grpc.Core;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>The sync endpoint: each stream is checked, greeted and then run by an <see cref="EdgeStream"/>.</summary>
internal sealed partial class EdgeSyncService(
    StreamGreeting greeting, EdgeStreams streams, EdgeStreamFactory factory, IdSource ids, ILogger<EdgeSyncService> logger)
    : EdgeSync.EdgeSyncBase
{
    private const int IncarnationBytes = 16;
    private static readonly TimeSpan LastWordMost = TimeSpan.FromSeconds(2);

    public override async Task Connect(
        IAsyncStreamReader<EdgeMessage> requestStream, IServerStreamWriter<CloudMessage> responseStream,
            ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var caller = EdgeDirectory.CallerOf(context);
        if (caller is null)
        {
            Log.Stranger(logger, EdgeCode.CertificateUnknown);
            await RefuseAsync(responseStream, EdgeCode.CertificateUnknown);
            return;
        }
        if (!await requestStream.MoveNext(ct)) return;
        if (requestStream.Current.Hello is not { } hello || StreamSteps.Next(StreamState.Silent, StreamInput.Hello) is null)
        {
            Log.Refused(logger, caller.Id.Edge, EdgeCode.ProtocolBroken);
            await RefuseAsync(responseStream, EdgeCode.ProtocolBroken);
            return;
        }
        var incarnation = hello.Incarnation.Length == IncarnationBytes ? new Guid(hello.Incarnation.Span, bigEndian: true)
            : Guid.Empty;
        using var live = new LiveStream(caller.Id, ids.Next(), incarnation);
        var greeted = await greeting.GreetAsync(caller, live.Id, incarnation, hello, ct);
        if (greeted.Code != EdgeCode.Ok)
        {
            Log.Refused(logger, caller.Id.Edge, greeted.Code);
            await RefuseAsync(responseStream, greeted.Code);
            return;
        }
        streams.Enter(live);
        try
        {
            Log.Connected(logger, caller.Id.Edge, hello.JournalStart, greeted.Watermark);
            using var stream = factory.Create(live, greeted, hello);
            await stream.RunAsync(requestStream, responseStream, ct);
            if (live.Code != EdgeCode.Ok && !ct.IsCancellationRequested) await RefuseAsync(responseStream, live.Code);
        }
        finally
        {
            streams.Leave(live);
            Log.Gone(logger, caller.Id.Edge, live.Code);
        }
    }

    private static async Task RefuseAsync(IServerStreamWriter<CloudMessage> down, EdgeCode code)
    {
        try
        {
            await down.WriteAsync(new CloudMessage { Refused = Refusals.Of(code) }).WaitAsync(LastWordMost);
        }
        catch (Exception e) when (
            e is RpcException or IOException or InvalidOperationException or TimeoutException or OperationCanceledException)
        {
            // The edge is gone; it will hear the same when it comes again.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3410, LogLevel.Information, "Edge {Edge} is connected (journal {Start}), everything up to {Watermark} is here")]
        public static partial void Connected(ILogger logger, Guid edge, string start, long watermark);

        [LoggerMessage(3411, LogLevel.Warning, "Edge {Edge} was refused: {Code}")]
        public static partial void Refused(ILogger logger, Guid edge, EdgeCode code);

        [LoggerMessage(3416, LogLevel.Warning, "A connection of no edge was refused: {Code}")]
        public static partial void Stranger(ILogger logger, EdgeCode code);

        [LoggerMessage(3412, LogLevel.Information, "Edge {Edge} is disconnected ({Code})")]
        public static partial void Gone(ILogger logger, Guid edge, EdgeCode code);
    }
}

using System.Globalization;
using CrmEdge.SystemTests.Rpc.Probes;
using Google.Protobuf;
using Grpc.Net.Client;

namespace CrmEdge.Benchmarks.Rpc;

/// <summary>
/// Unary calls of 200 bytes by 64 callers, and echoes over 8 bidirectional streams, in a closed loop over clear text.
/// The yardstick is grpcio's server (C core under a Python handler) serving the very same client, round by round in turn.
/// </summary>
internal static class GrpcBench
{
    private const int Rounds = 5;
    private const int Callers = 64;
    private const int Streams = 8;
    private const int Window = 64;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    /// <summary>Takes about 35 seconds; needs <c>/usr/bin/python3</c> with grpcio, protoc and grpc_python_plugin.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Ends it early.</param>
    public static async Task<BenchLine> RunAsync(TimeProvider time, CancellationToken ct)
    {
        await using var ours = await BenchProcess.StartAsync(Environment.ProcessPath!, [GrpcBenchServer.Command], ct);
        await using var theirs = await BenchProcess.StartPythonServerAsync(ct);
        using var ourChannel = GrpcChannel.ForAddress($"http://127.0.0.1:{ours.Port}");
        using var theirChannel = GrpcChannel.ForAddress($"http://127.0.0.1:{theirs.Port}");
        var (our, their) = (new Probe.ProbeClient(ourChannel), new Probe.ProbeClient(theirChannel));
        using var bare = new BareClient(ours.Port);

        var loop = new ClosedLoop(time);
        foreach (var client in (Probe.ProbeClient[])[our, their])
        {
            await loop.RunAsync(Callers, Warm, token => UnaryAsync(client, token), ct);
            await DuplexAsync(loop, client, Warm, ct);
        }
        List<Sample> unary = [], unaryTheirs = [], duplex = [], duplexTheirs = [], ceiling = [];
        for (var round = 0; round < Rounds; round++)
        {
            unary.Add(await loop.RunAsync(Callers, Measured, token => UnaryAsync(our, token), ct));
            unaryTheirs.Add(await loop.RunAsync(Callers, Measured, token => UnaryAsync(their, token), ct));
            duplex.Add(await DuplexAsync(loop, our, Measured, ct));
            duplexTheirs.Add(await DuplexAsync(loop, their, Measured, ct));
            ceiling.Add(await loop.RunAsync(Callers, Measured, bare.EchoAsync, ct));
        }
        return new BenchLine(
            "grpc",
            "unary calls/s",
            Median(unary, s => s.Rate),
            Median(unaryTheirs, s => s.Rate),
            "python3-grpcio server (C core, Python handler), same client",
            Median(unary, s => s.P99Ms),
            string.Create(
                CultureInfo.InvariantCulture,
                $"200 B, {Callers} callers, h2c, client and server share {Environment.ProcessorCount} cores; "
                + $"bidi echo {Streams} streams window {Window}: {Median(duplex, s => s.Rate):0}/s "
                + $"against {Median(duplexTheirs, s => s.Rate):0}/s; "
                + $"bare HTTP/2 POST on the same stack: {Median(ceiling, s => s.Rate):0}/s; "
                + $"medians of {Rounds} alternated rounds"));
    }

    private static async Task UnaryAsync(Probe.ProbeClient client, CancellationToken ct) =>
        await client.EchoAsync(Message(), cancellationToken: ct);

    private static async Task<Sample> DuplexAsync(
        ClosedLoop loop, Probe.ProbeClient client, TimeSpan duration, CancellationToken ct)
    {
        var streams = Enumerable.Range(0, Streams).Select(_ => client.Chat(cancellationToken: ct)).ToList();
        var next = -1;
        // One caller per stream; an operation is one echo, with a window of messages on the way.
        var sample = await loop.RunAsync(
            Streams,
            duration,
            () =>
            {
                var stream = streams[Interlocked.Increment(ref next)];
                var primed = false;
                return async token =>
                {
                    for (var i = 0; !primed && i < Window; i++) await stream.RequestStream.WriteAsync(Message(), token);
                    primed = true;
                    if (!await stream.ResponseStream.MoveNext(token)) throw new InvalidOperationException("The echo ended.");
                    await stream.RequestStream.WriteAsync(Message(), token);
                };
            },
            ct);
        foreach (var stream in streams) stream.Dispose();
        return sample;
    }

    private static Ask Message() => new() { Data = Payload, Count = 1 };

    private static readonly ByteString Payload = ByteString.CopyFrom(new byte[200]);

    private static double Median(List<Sample> samples, Func<Sample, double> value)
    {
        var sorted = samples.Select(value).Order().ToList();
        return Math.Round(sorted[sorted.Count / 2], 3);
    }
}

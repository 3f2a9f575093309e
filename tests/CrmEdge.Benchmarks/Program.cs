using CrmEdge.Benchmarks;
using CrmEdge.Benchmarks.Rpc;

// Prints exactly one line of JSON for one benchmark.
#pragma warning disable RS0030 // The composition root names the real clock.
var time = TimeProvider.System;
#pragma warning restore RS0030

switch (args)
{
    case ["grpc"]:
        Console.WriteLine((await GrpcBench.RunAsync(time, CancellationToken.None)).ToJson());
        return 0;
    case [GrpcBenchServer.Command]:
        await GrpcBenchServer.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name one benchmark: grpc");
        return 2;
}

using CrmEdge.Benchmarks.Journal;
using CrmEdge.Benchmarks.Ledger;
using CrmEdge.Benchmarks.Rpc;

// Prints a line of JSON for each case of one benchmark.
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
    case ["journal"]:
        var result = await JournalBench.RunAsync(
            Path.GetTempPath(), producers: 512, rounds: 5, TimeSpan.FromSeconds(4), keyed: false, CancellationToken.None);
        Console.WriteLine(result.ToLine().ToJson());
        return 0;
    case ["ledger"]:
        await foreach (var line in LedgerBench.RunAsync(time)) Console.WriteLine(line.ToJson());
        return 0;
    case ["--list"]:
        Console.WriteLine("grpc\njournal\nledger");
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name one benchmark: grpc, journal or ledger");
        return 2;
}

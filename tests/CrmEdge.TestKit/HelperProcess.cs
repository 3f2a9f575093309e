using System.Runtime.InteropServices;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmEdge.TestKit;

/// <summary>The kit as a process of its own, for tests that need one to kill. Every test project's output holds it.</summary>
public static class HelperProcess
{
    private const int UsageError = 64;

    /// <summary>How to start the helper with a verb and its arguments.</summary>
    public static ProcessPlan Plan(params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "CrmEdge.TestKit"), arguments);

    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["echo", .. var words]:
                foreach (var word in words) Console.WriteLine(word);
                return 0;
            case ["hang"]:
                Console.WriteLine("hanging");
                new ManualResetEvent(false).WaitOne();
                return 0;
            case ["private-postgres", var folder]:
                await RunPrivatePostgresAsync(folder);
                return 0;
            default:
                Console.Error.WriteLine($"Unknown helper '{string.Join(' ', args)}'. See {nameof(HelperProcess)}.");
                return UsageError;
        }
    }

    /// <summary>Owns a cluster until SIGTERM; says "ready PORT SERVER-ID SOCKET-FOLDER" or "refused REASON: message".</summary>
    private static async Task RunPrivatePostgresAsync(string folder)
    {
        var terminated = new TaskCompletionSource();
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            terminated.TrySetResult();
        });
        try
        {
            await using var cluster = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Folder = folder },
                Ambient.Time, NullLogger<PrivatePostgres>.Instance);
            Console.WriteLine($"ready {cluster.Port} {cluster.ServerId} {cluster.SocketFolder}");
            await terminated.Task;
        }
        catch (PrivatePostgresException refused)
        {
            Console.WriteLine($"refused {refused.Refusal}: {refused.Message}");
        }
    }
}

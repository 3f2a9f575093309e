using System.Security.Cryptography;
using System.Text;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Operations;

/// <summary>The real agent of a store with a paired till that speaks nexo, and a listener for devices.</summary>
internal sealed class RunningStore : IAsyncDisposable
{
    public const string Secret = "correct horse battery staple";
    private static readonly TimeSpan StartMost = TimeSpan.FromSeconds(60);

    private readonly FreePort _mqtt = FreePort.Take();

    private RunningStore(SyncWorld world, string folder) => Process = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Edge.Agent",
        "run", $"--Agent:Folder={world.Folder[folder]}", $"--Web:Port={Web}", "--Link:PauseMost=00:00:00.500",
        $"--Pos:LockFolder={world.Folder[$"{folder}-lock"]}", $"--Pos:Tills:0:Tap={SyncWorld.Tap}",
        $"--Pos:Tills:0:SecretSha256={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))}",
        $"--Nexo:Listen=127.0.0.1:{Nexo}", "--Devices:Enabled=true", $"--Devices:Listener:Port={_mqtt}"));

    public TestProcess Process { get; }

    public FreePort Web { get; } = FreePort.Take();

    public FreePort Nexo { get; } = FreePort.Take();

    /// <summary>Takes the certificate that the agent made for itself.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false, ActivityHeadersPropagator = null,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
    });

    public static async Task<RunningStore> StartAsync(SyncWorld world, string folder)
    {
        var store = new RunningStore(world, folder);
        await store.Process.PortAsync(store.Nexo, StartMost);
        await store.Process.PortAsync(store.Web, StartMost);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Http.Dispose();
        foreach (var port in (FreePort[])[Web, Nexo, _mqtt]) port.Dispose();
    }
}

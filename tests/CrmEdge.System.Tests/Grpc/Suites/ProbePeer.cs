using CrmEdge.SystemTests.Rpc.Probes;
using Grpc.Net.Client;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Suites;

/// <summary>A running probe server and how to reach it.</summary>
public abstract class ProbePeer : IAsyncLifetime
{
    /// <summary>Largest message the server takes.</summary>
    public const int ServerTakes = 24 * 1024 * 1024;

    /// <summary>True when requests are to be compressed.</summary>
    public virtual bool Gzip => false;

    internal GrpcChannel Channel { get; private set; } = null!;

    internal Probe.ProbeClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Channel = Connect(_ => { });
        Client = new Probe.ProbeClient(Channel);
    }

    public async ValueTask DisposeAsync()
    {
        Channel?.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    internal abstract GrpcChannel Connect(Action<GrpcChannelOptions> options);

    protected abstract Task StartAsync();

    protected abstract ValueTask StopAsync();
}

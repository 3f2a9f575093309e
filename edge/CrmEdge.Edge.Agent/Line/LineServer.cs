using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Hosting.Tracing;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Line;

/// <summary>Serves the line protocol on every configured line.</summary>
internal sealed class LineServer(
    Wires wires, Sales sales, Identifying identifying, PairedTills tills, ICloudLink link, ICloudTime cloud, Traces traces,
    PosMetrics metrics, TimeProvider time, IOptions<PosOptions> options, ILogger<LineServer> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(options.Value.Lines.Select(line =>
        wires.RunAsync(line, options.Value.LockFolder, (channel, ct) => ServeAsync(line, channel, ct), stoppingToken)));

    private Task ServeAsync(LineOptions line, IByteChannel channel, CancellationToken ct)
    {
        var desk = new LineDesk(sales, identifying, tills, link, cloud, time.LocalTimeZone, traces, logger, line);
        return new LineDialogue(channel, desk, line.Name, metrics, time, logger).RunAsync(ct);
    }
}

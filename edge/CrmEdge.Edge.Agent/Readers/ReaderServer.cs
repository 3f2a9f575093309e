using System.Buffers;
using System.Text;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Core.Readers;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Readers;

/// <summary>Reads every configured barcode and card reader. A card number is hashed here and goes no further.</summary>
internal sealed partial class ReaderServer(
    Wires wires, PresentedCustomers presented, IPosKeys keys, PosMetrics metrics, IOptions<PosOptions> options,
    ILogger<ReaderServer> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(options.Value.Readers.Select(reader =>
        wires.RunAsync(reader, options.Value.LockFolder, (channel, ct) => ServeAsync(reader.Tap, channel, ct), stoppingToken)));

    private async Task ServeAsync(string tap, IByteChannel channel, CancellationToken ct)
    {
        var lines = new ScanLines();
        while (true)
        {
            var read = await channel.Input.ReadAsync(ct);
            var taken = Take(tap, lines, read.Buffer.ToArray());
            channel.Input.AdvanceTo(read.Buffer.GetPosition(taken), read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private int Take(string tap, ScanLines lines, byte[] bytes)
    {
        for (var at = 0; ;)
        {
            var token = lines.TryRead(bytes.AsSpan(at), out var line, out var consumed);
            if (token == ScanToken.NeedMore) return at;
            at += consumed;
            if (token == ScanToken.Line) Show(tap, Scans.Classify(Encoding.ASCII.GetString(line)));
            if (token == ScanToken.TooLong) Show(tap, new Scan.Unreadable("too_long"));
        }
    }

    private void Show(string tap, Scan scan)
    {
        metrics.Scanned(scan);
        if (scan is Scan.Unreadable(var reason))
        {
            Log.Unreadable(logger, tap, reason);
            return;
        }
        if (keys.Cim.Count == 0)
        {
            Log.NotEnrolled(logger, tap);
            return;
        }
        var (who, otp) = Of(scan);
        presented.Show(tap, who, otp);
        Log.Presented(logger, tap, scan.GetType().Name);
    }

    private (Means? Who, string? Otp) Of(Scan scan) => scan switch
    {
        Scan.Medium medium => (new Means.Medium(Means.HashesOf(medium.Kind, medium.Value, keys.Cim)), null),
        Scan.SpendToken token => (new Means.SpendToken(token.Value), null),
        Scan.WalletCode code => (new Means.WalletCode(code.Digits), null),
        Scan.OneTimeCode code => (null, code.Digits),
        _ => (null, null),
    };

    private static partial class Log
    {
        [LoggerMessage(2230, LogLevel.Warning, "A scan at {Tap} could not be read ({Reason}): scan again")]
        public static partial void Unreadable(ILogger logger, string tap, string reason);

        [LoggerMessage(2231, LogLevel.Warning, "A scan at {Tap} was dropped: the edge has no keys yet, enrol it first")]
        public static partial void NotEnrolled(ILogger logger, string tap);

        [LoggerMessage(2232, LogLevel.Debug, "{Kind} presented at {Tap}")]
        public static partial void Presented(ILogger logger, string tap, string kind);
    }
}

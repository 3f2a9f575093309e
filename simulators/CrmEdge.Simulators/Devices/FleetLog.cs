using System.Text.Json;

namespace CrmEdge.Simulators.Devices;

/// <summary>
/// A durable record of what a fleet sent and what was acknowledged, one JSON object a line: "sent" is on the disk before the
/// first
/// byte leaves, "acked" after the acknowledgement came. Safe for many threads.
/// </summary>
public sealed class FleetLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    /// <param name="path">Appended to; what an earlier run wrote stays.</param>
    public FleetLog(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>Notes readings that are about to be sent.</summary>
    public void Sent(IEnumerable<SentReading> readings) => Write(readings.Select(r => (object)new
    {
        @event = "sent", device = r.Device, boot = r.Boot, seq = r.Seq, meter = r.Meter, quantity = r.Quantity, at = r.At,
    }));

    /// <summary>Notes a reading that was acknowledged.</summary>
    public void Acked(SentReading reading) =>
        Write([new { @event = "acked", device = reading.Device, boot = reading.Boot, seq = reading.Seq }]);

    /// <summary>Notes a reading that was refused for good.</summary>
    public void Refused(SentReading reading, string reason) =>
        Write([new { @event = "refused", device = reading.Device, boot = reading.Boot, seq = reading.Seq, reason }]);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(IEnumerable<object> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                _file.Write(JsonSerializer.SerializeToUtf8Bytes(entry));
                _file.WriteByte((byte)'\n');
            }
            _file.Flush(flushToDisk: true);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.Edge.Core.Readers;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Figures of tills and readers.</summary>
internal sealed class PosMetrics : IDisposable
{
    // Codes come from the cloud too: a newer one may know more of them, a mad one any number.
    private const int CodesMax = 64;
    private const int CodeCharsMax = 64;

    private readonly ConcurrentDictionary<string, bool> _codes = new(StringComparer.Ordinal);
    private readonly Meter _meter;
    private readonly Counter<long> _sales;
    private readonly Counter<long> _declined;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _reversals;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _badFrames;
    private readonly Counter<long> _scans;
    private readonly Counter<long> _badScans;

    public PosMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("CrmEdge.Edge.Pos");
        _sales = _meter.CreateCounter<long>("crmedge.pos.sales", "{sale}", "Sales answered, by what the till was told");
        _declined = _meter.CreateCounter<long>("crmedge.pos.declined", "{sale}", "Sales declined, by code");
        _seconds = _meter.CreateHistogram<double>("crmedge.pos.sale.duration", "s", "From a sale's arrival to its answer");
        _reversals = _meter.CreateCounter<long>("crmedge.pos.reversals", "{reversal}", "Reversals answered");
        _frames = _meter.CreateCounter<long>("crmedge.line.frames", "{frame}", "Whole frames of the line protocol");
        _badFrames = _meter.CreateCounter<long>("crmedge.line.bad.frames", "{frame}", "What was no frame, by what was wrong");
        _scans = _meter.CreateCounter<long>("crmedge.reader.scans", "{scan}", "Scans and swipes");
        _badScans = _meter.CreateCounter<long>("crmedge.reader.bad.scans", "{scan}", "Those that could not be read, by reason");
    }

    public void Sold(SaleAnswer answer, TimeSpan took)
    {
        var outcome = Tag("outcome", answer.State.ToString().ToLowerInvariant());
        _sales.Add(1, outcome);
        _seconds.Record(took.TotalSeconds, outcome);
        if (answer.State == SaleState.Declined) _declined.Add(1, Tag("code", Bounded(answer.Code)));
    }

    public void Reversed(SaleAnswer answer) => _reversals.Add(1, Tag("outcome", answer.State.ToString().ToLowerInvariant()));

    public void Framed(LineToken token)
    {
        if (token == LineToken.Frame) _frames.Add(1);
        if (token is LineToken.WrongLrc) _badFrames.Add(1, Tag("fault", "wrong_lrc"));
        if (token is LineToken.TooLong) _badFrames.Add(1, Tag("fault", "too_long"));
        if (token is LineToken.Noise) _badFrames.Add(1, Tag("fault", "noise"));
    }

    public void Scanned(Scan scan)
    {
        _scans.Add(1);
        if (scan is Scan.Unreadable(var reason)) _badScans.Add(1, Tag("reason", reason));
    }

    public void Dispose() => _meter.Dispose();

    private string Bounded(string code)
    {
        if (_codes.ContainsKey(code)) return code;
        var isCode = code.Length is > 0 and <= CodeCharsMax && code.All(c => char.IsAsciiLetterLower(c) || c == '_');
        return isCode && _codes.Count < CodesMax && _codes.TryAdd(code, true) ? code : "other";
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

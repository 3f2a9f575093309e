using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class MetricsTests : JournalTestBase
{
    [Fact]
    public async Task What_the_journal_did_and_holds_can_be_measured()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = Listen(meters, seen);
        var record = JournalPlace.Record(Lane.Money);
        var options = new JournalOptions { Path = Place.Path, MoneyBytesMax = record.Bytes * 3 };
        await using var journal = EdgeJournal.Open(options, Place.Time, Place.Ids, Place.Logs.For<EdgeJournal>(), meters);

        await AppendManyAsync(journal, 3, Lane.Money);
        Assert.Equal(AppendCode.JournalFull, (await journal.AppendAsync(record, Ct)).Code);
        await AppendManyAsync(journal, 2, Lane.Telemetry);
        Place.Time.Advance(TimeSpan.FromSeconds(50));
        await journal.AckAsync(journal.Incarnation, 1, Ct);
        listener.RecordObservableInstruments();

        Assert.Equal(3, seen["journal.appended money"]);
        Assert.Equal(2, seen["journal.appended telemetry"]);
        Assert.Equal(1, seen["journal.refused money"]);
        Assert.Equal(7, seen["journal.commit.items "]);
        Assert.True(seen.ContainsKey("journal.commit.duration "));
        Assert.Equal(2, seen["journal.unsent.records money"]);
        Assert.Equal(2 * record.Bytes, seen["journal.unsent.bytes money"]);
        Assert.Equal(50, seen["journal.unsent.age telemetry"]);
        Assert.Equal(0, seen["journal.unsent.age identity"]);
        Assert.Equal(4, seen["journal.unconfirmed "]);
        Assert.Equal(5 * record.Bytes, seen["journal.kept.bytes "]);
    }

    /// <summary>Counters and histograms add up; gauges keep their last value.</summary>
    private static MeterListener Listen(IMeterFactory meters, ConcurrentDictionary<string, double> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Scope == meters) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Take(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Take(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Take(i, value, tags));
        listener.Start();
        return listener;

        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = $"{instrument.Name} {(tags.Length > 0 ? tags[0].Value : "")}";
            seen.AddOrUpdate(name, value, (_, before) => instrument.IsObservable ? value : before + value);
        }
    }
}

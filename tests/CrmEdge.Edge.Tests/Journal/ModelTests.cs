using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>Random histories of a real journal with tiny caps, against what anybody would write down on paper.</summary>
public sealed class ModelTests
{
    private static readonly Config Histories = Properties.Of(60).WithStartSize(10).WithEndSize(120);

    [Fact]
    public void Every_history_leaves_money_numbers_and_books_whole() =>
        Prop.ForAll<byte[]>(steps => RunAsync(steps).GetAwaiter().GetResult()).Check(Histories);

    private static async Task RunAsync(byte[] steps)
    {
        using var history = new History();
        await history.RunAsync(steps);
    }

    private sealed class History : JournalTestBase
    {
        private const int KeptBytesMax = 4_000;

        private readonly SortedDictionary<long, string> _money = [];
        private EdgeJournal _journal;
        private long _last;
        private long _acked;
        private int _made;

        public History() => _journal = Open();

        public async Task RunAsync(byte[] steps)
        {
            Place.Logs.Expect(2001);
            foreach (var step in steps)
            {
                await StepAsync(step % 16, step / 16);
                Check();
            }

            await _journal.DisposeAsync();
        }

        private Task StepAsync(int kind, int size) => kind switch
        {
            < 5 => AppendOneAsync(Lane.Telemetry, size),
            < 8 => AppendOneAsync(Lane.Money, size),
            8 => AppendOneAsync(Lane.Identity, size),
            9 or 10 or 11 => AckAsync(size),
            12 => RewindAsync(size),
            13 => MaintainAsync(size),
            14 => ReopenAsync(),
            _ => NewIncarnationAsync(size),
        };

        private EdgeJournal Open() => Place.Open(o =>
        {
            (o.MoneyBytesMax, o.IdentityBytesMax, o.TelemetryBytesMax) = (1_500, 800, 900);
            (o.KeptBytesMax, o.RetentionDays) = (KeptBytesMax, 1);
        });

        private async Task AppendOneAsync(Lane lane, int size)
        {
            var key = $"{lane}:{_made++}";
            var record = JournalPlace.Record(lane, 40 + size * 8, key);
            var outcome = await _journal.AppendAsync(record, Ct);
            if (outcome.Code == AppendCode.Recorded)
            {
                Assert.Equal(++_last, outcome.Seq);
                if (lane != Lane.Telemetry) _money.Add(outcome.Seq, key);
                return;
            }

            // Telemetry makes its own room, unless a replay keeps all of it.
            Assert.Equal(AppendCode.JournalFull, outcome.Code);
            Assert.True(lane != Lane.Telemetry || _journal.State.KeptBytes + record.Bytes > KeptBytesMax);
        }

        private async Task AckAsync(int size)
        {
            var upTo = Math.Min(_last, _acked + 1 + size);
            var code = await _journal.AckAsync(_journal.Incarnation, upTo, Ct);
            Assert.Equal(upTo > _acked ? AckCode.Moves : AckCode.NothingNew, code);
            _acked = upTo;
        }

        private async Task RewindAsync(int size)
        {
            var cloud = Math.Max(0, _acked - size);
            await _journal.AlignAsync(cloud, Place.Ids, Ct);
            _acked = cloud;
        }

        private async Task MaintainAsync(int hours)
        {
            Place.Time.Advance(TimeSpan.FromHours(hours * 3));
            await _journal.MaintainAsync(Ct);
        }

        private async Task ReopenAsync()
        {
            var before = (_journal.Incarnation, _journal.State);
            await _journal.DisposeAsync();
            _journal = Open();
            Assert.Equal(before, (_journal.Incarnation, _journal.State));
        }

        private async Task NewIncarnationAsync(int size)
        {
            await _journal.AlignAsync(_last + 1 + size, Place.Ids, Ct);
            var kept = _money.Where(row => row.Key > _acked).ToArray();
            _money.Clear();
            foreach (var (seq, key) in kept) _money.Add(seq - _acked, key);
            (_last, _acked) = (_last - _acked, 0);
        }

        private void Check()
        {
            Assert.Equal((_last, _acked), (_journal.State.Last, _journal.State.Acked));
            AssertBooks(_journal);
            var read = AssertCovered(_journal);
            // What a rewind asks for again may be gone after its stay; what was never confirmed may not.
            var promised = Math.Max(_acked, _journal.State.Reached);
            var found = read.Where(entry => entry.Seq > promised && entry.Lane is Lane.Money or Lane.Identity);
            Assert.Equal(_money.Where(row => row.Key > promised), Rows(found));
        }

        private static IEnumerable<KeyValuePair<long, string>> Rows(IEnumerable<JournalEntry> entries) =>
            entries.Select(entry => KeyValuePair.Create(entry.Seq, entry.Key!));
    }
}

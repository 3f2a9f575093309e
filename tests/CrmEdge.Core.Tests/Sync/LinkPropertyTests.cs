using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Edge.Core.Sync;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

/// <summary>
/// Both sides' rules against each other over a network that cuts streams anywhere, delivers late what an old stream still had under
/// way, and loses acks: whatever the interleaving, each record is applied once and in order.
/// </summary>
public sealed class LinkPropertyTests
{
    private const int Steps = 400;

    [Fact]
    public void Any_interleaving_of_loss_and_reconnects_applies_each_record_once_and_in_order() =>
        ForAll.Cases(Gen.Choose(0, int.MaxValue), seed => new Play(seed).Run());

    private sealed class Play(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<(int Stream, long From, long To)> _wire = [];
        private readonly Queue<long> _acks = new();
        private readonly List<long> _inbox = [];
        private readonly List<long> _applied = [];
        private long _last;
        private long _edgeAcked;
        private long _watermark;
        private int _stream;
        private SendWindow _window;

        public bool Run()
        {
            Connect();
            for (var i = 0; i < Steps; i++)
            {
                var before = _watermark;
                Step(_random.Next(7));
                if (_watermark < before) return false;
                if (_edgeAcked > _watermark) return false;
            }
            while (_edgeAcked < _last || _applied.Count < _inbox.Count)
            {
                if (_wire.Count == 0 && _acks.Count == 0) Connect();
                Step(1);
                Step(2);
                Step(3);
                Step(4);
            }
            return _applied.SequenceEqual(Enumerable.Range(1, (int)_last).Select(i => (long)i));
        }

        private void Step(int kind)
        {
            switch (kind)
            {
                case 0: _last += _random.Next(1, 6); break;
                case 1: Send(); break;
                case 2: Deliver(); break;
                case 3: Ack(); break;
                case 4: Apply(); break;
                case 5: if (_random.Next(4) == 0) Connect(); break;
                default: if (_acks.Count > 0 && _random.Next(3) == 0) LoseStream(); break;
            }
        }

        // A stream ends: what it had under way may still arrive later, its acks never do.
        private void Connect()
        {
            LoseStream();
            _stream++;
            _edgeAcked = Math.Max(_edgeAcked, _watermark);
            _window = SendWindow.At(_watermark, 10);
        }

        private void LoseStream()
        {
            _acks.Clear();
            _wire.RemoveAll(_ => _random.Next(2) == 0);
            _window = _window with { Credit = 0 };
        }

        private void Send()
        {
            var most = Math.Min(_window.Room, _last - _window.Sent);
            if (most <= 0) return;
            var to = _window.Sent + _random.Next(1, (int)most + 1);
            _wire.Add((_stream, _window.Sent + 1, to));
            _window = _window.AfterSending(to);
        }

        // Of one stream in order; between streams any.
        private void Deliver()
        {
            if (_wire.Count == 0) return;
            var stream = _wire[_random.Next(_wire.Count)].Stream;
            var batch = _wire.First(b => b.Stream == stream);
            _wire.Remove(batch);
            if (stream != _stream) return;   // the watermark's row names another stream: nothing is written
            List<IntakeRecord> records = [];
            for (var seq = batch.From; seq <= batch.To; seq++) records.Add(new IntakeRecord(seq, seq, 1, 1, 10, false));
            var decision = IntakeRule.Decide(_watermark, records);
            if (decision.Code != EdgeCode.Ok)
            {
                Connect();
                return;
            }
            _inbox.AddRange(records.Skip(decision.Skip).Select(r => r.Seq));
            _watermark = decision.Watermark;
            _acks.Enqueue(_watermark);
        }

        private void Ack()
        {
            if (!_acks.TryDequeue(out var watermark)) return;
            if (_window.AfterAck(watermark, 10) is not { } next) throw new InvalidOperationException($"ack {watermark} at {_window}");
            _window = next;
            _edgeAcked = Math.Max(_edgeAcked, watermark);
        }

        // The applied mark moves with the effect; a crash before the commit leaves neither.
        private void Apply()
        {
            if (_applied.Count < _inbox.Count && _random.Next(5) > 0) _applied.Add(_inbox[_applied.Count]);
        }
    }
}

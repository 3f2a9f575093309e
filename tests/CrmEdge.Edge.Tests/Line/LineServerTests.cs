using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Tcp;
using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.Edge.Tests.Pos;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Line;

public sealed class LineServerTests : IAsyncDisposable
{
    private static readonly string[] Sale =
        ["ref=R-1", "day=2026-11-21", "cur=EUR", "total=10.00", "line=ESP1/2/10.00", $"card={Store.Pan}"];

    private readonly Store _store = new() { Settings = { ["Pos:Lines:0:Listen"] = "127.0.0.1:0" } };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_till_pairs_sells_asks_and_reverses()
    {
        await using var till = await PairedAsync();
        var sale = await till.AnswerAsync("SA", Sale);
        Assert.Equal(("ok", "approved", "0.50", "10.00", "Maria"), (sale["code"], sale["state"], sale["award"], sale["topay"], sale["name"]));
        Assert.Equal("approved", (await till.AnswerAsync("ST", "ref=R-1", "day=2026-11-21"))["state"]);
        _store.Link.Online = false;
        Assert.Equal("reversed", (await till.AnswerAsync("RV", "ref=R-1", "day=2026-11-21"))["state"]);
        Assert.Equal("reversed", (await till.AnswerAsync("ST", "ref=R-1", "day=2026-11-21"))["state"]);
        Assert.Equal([1, 2], _store.Records().Select(record => record.Type));
    }

    [Theory]
    [InlineData("card=4111111111111111")]
    [InlineData("track=;4111111111111111=29011010000000000000?")]
    [InlineData("phone=+35799123456")]
    [InlineData("email=maria@example.com")]
    [InlineData("loyalty=L-12345")]
    [InlineData("gift=GIFT-1")]
    [InlineData("wallet=1234567890123456")]
    [InlineData("wallet=1234567890123456123456")]
    [InlineData("token=8123456789012345")]
    [InlineData("contact=0199aa00-0000-7000-8000-00000000c0de")]
    [InlineData("code=C-7")]
    public async Task Each_means_identifies(string means)
    {
        await using var till = await PairedAsync();
        var answer = await till.AnswerAsync("ID", means);
        Assert.Equal(("ok", "C-7"), (answer["code"], answer["contactcode"]));
        Assert.Equal($"BUSINESS{LineBytes.PartSeparator}12.50{LineBytes.PartSeparator}EUR", answer["bal"]);
        Assert.DoesNotContain("4111111111111111", _store.Link.Identified.Single().ToString(), StringComparison.Ordinal);
        Assert.Empty(_store.Records());
    }

    [Theory]
    [InlineData("SA", "unknown_field", "colour=red")]
    [InlineData("SA", "malformed_value", "total=1,50")]
    [InlineData("SA", "tap_not_yours", "tap=TILL-08")]
    [InlineData("SA", "identification_ambiguous", "card=4111111111111111", "phone=+35799123456")]
    [InlineData("SA", "nobody_presented", "ref=1")]
    [InlineData("SA", "reference_missing", "card=4111111111111111")]
    [InlineData("ID", "bad_track", "track=;4111?")]
    [InlineData("ID", "identification_malformed", "card=4111111111111112")]
    [InlineData("RV", "reference_missing", "ref=R-1")]
    [InlineData("RV", "malformed_value", "ref=R-1", "day=2026-11-21", "reason=because")]
    [InlineData("XX", "unknown_type", "ref=R-1")]
    [InlineData("HI", "not_paired", "secret=wrong")]
    [InlineData("HI", "unknown_version", "version=2")]
    public async Task A_bad_request_is_refused_by_name_and_changes_nothing(string type, string code, params string[] fields)
    {
        await using var till = await PairedAsync();
        var answer = await till.AnswerAsync(type, fields);
        Assert.Equal(code, answer["code"]);
        Assert.NotEmpty(answer["say"]!);
        Assert.Empty(_store.Records());
        Assert.Empty(_store.Link.Identified);
    }

    [Fact]
    public async Task Nothing_is_done_for_a_till_that_is_not_paired_and_guessing_ends_the_line()
    {
        await using var till = await ConnectAsync();
        Assert.Equal("not_paired", (await till.AnswerAsync("SA", Sale))["code"]);
        for (var i = 0; i < 4; i++) Assert.Equal("not_paired", (await till.AnswerAsync("HI", $"secret=guess{i}"))["code"]);
        await till.AskAsync(LineClient.Message("HI", 99, "secret=guess"));
        await Eventually.IsTrueAsync(() => _store.Logs.Count(2224) == 1);
        Assert.Empty(_store.Records());
    }

    [Fact]
    public async Task Damage_is_naked_and_the_repeat_is_the_same_sale()
    {
        await using var till = await PairedAsync();
        var frame = LineFrames.Write(LineClient.Message("SA", 50, Sale).Write());
        var damaged = (byte[])frame.Clone();
        damaged[20] ^= 0x01;
        await till.SendAsync(damaged);
        Assert.Equal(LineToken.Nak, (await till.NextAsync()).Token);
        Assert.Empty(_store.Records());
        await till.SendAsync("line noise"u8);
        await till.SendAsync(frame.AsSpan(0, 30));
        await till.SendAsync(frame);
        Assert.Equal(LineToken.Ack, (await till.NextAsync()).Token);
        var first = (await till.NextAsync()).Message!;
        // The answer is refused once, and the whole request repeated on another connection.
        await till.SendAsync([LineBytes.Nak]);
        Assert.Equal(first["purchase"], (await till.NextAsync()).Message!["purchase"]);
        await using var other = await PairedAsync();
        Assert.Equal(first["purchase"], (await other.AnswerAsync("SA", Sale))["purchase"]);
        Assert.Single(_store.Records());
    }

    [Fact]
    public async Task A_frame_that_is_too_long_is_refused_and_the_line_goes_on()
    {
        await using var till = await PairedAsync();
        await till.SendAsync([LineBytes.Stx, .. Enumerable.Repeat((byte)'x', 40_000), LineBytes.Etx, 0]);
        Assert.Equal("message_too_long", (await till.NextAsync()).Message!["code"]);
        Assert.Equal("ok", (await till.AnswerAsync("SA", Sale))["code"]);
    }

    [Fact]
    public async Task A_till_that_hangs_up_does_not_end_its_sale()
    {
        _store.Link.Hold = new TaskCompletionSource();
        await using (var till = await PairedAsync())
        {
            await till.AskAsync(LineClient.Message("SA", 7, Sale));
            await Eventually.IsTrueAsync(() => _store.Journal.State.Last == 1);
        }
        await Eventually.IsTrueAsync(() => _store.Logs.Count(2224) == 1);
        _store.Link.Hold.SetResult();
        await Eventually.IsTrueAsync(() => _store.Journal.Reader.OpenOperations(1).Count == 0);
        await using var again = await PairedAsync();
        Assert.Equal("approved", (await again.AnswerAsync("ST", "ref=R-1", "day=2026-11-21"))["state"]);
    }

    private async Task<LineClient> PairedAsync()
    {
        var till = await ConnectAsync();
        var hello = await till.AnswerAsync("HI", "version=1", $"secret={Store.Secret}");
        Assert.Equal(("ok", Store.Tap), (hello["code"], hello["tap"]));
        return till;
    }

    private async Task<LineClient> ConnectAsync()
    {
        var wires = _store.Get<Wires>();
        if (wires.Listening.Count == 0) await _store.StartAsync();
        await Eventually.IsTrueAsync(() => wires.Listening.Count == 1);
        return new LineClient(await TcpChannel.ConnectAsync("127.0.0.1", wires.Listening[0].Port, Ct));
    }
}

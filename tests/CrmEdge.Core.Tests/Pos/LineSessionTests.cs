using System.Text;
using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Edge.Core.Pos.Line;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Pos;

public sealed class LineSessionTests
{
    private readonly LineSession _session = new();

    [Fact]
    public void A_request_is_acknowledged_carried_out_and_answered()
    {
        Assert.Equal(["ack", "execute SA 1"], Ask("SA", 1));
        Assert.Equal(["SA 1 ok", "wait 1"], Answer("SA", 1));
        Assert.Empty(Token(LineToken.Ack));
        Assert.Empty(Words(_session.TimedOut(1)));
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_and_is_not_carried_out()
    {
        Ask("SA", 1);
        Assert.Equal(["ack"], Ask("SA", 1));
        Answer("SA", 1);
        Token(LineToken.Ack);
        Assert.Equal(["ack", "SA 1 ok", "wait 2"], Ask("SA", 1));
    }

    [Fact]
    public void A_number_is_not_used_twice_until_the_till_says_hello()
    {
        Ask("SA", 1);
        Answer("SA", 1);
        Assert.Equal(["ack", "SA 1 message_reused", "wait 2", "note message_reused"], Ask("SA", 1, "other"));
        Ask("HI", 1);
        Answer("HI", 1);
        Assert.Equal(["ack", "execute SA 2"], Ask("SA", 2, "other"));
    }

    [Fact]
    public void An_answer_is_sent_three_times_at_most()
    {
        Ask("ST", 5);
        Assert.Equal(["ST 5 ok", "wait 1"], Answer("ST", 5));
        Assert.Equal(["ST 5 ok", "wait 2"], Token(LineToken.Nak));
        Assert.Empty(Words(_session.TimedOut(1)));
        Assert.Equal(["ST 5 ok", "wait 3"], Words(_session.TimedOut(2)));
        Assert.Empty(Words(_session.TimedOut(3)));
        Assert.Empty(Token(LineToken.Nak));
        Assert.Equal(["ack", "ST 5 ok", "wait 4"], Ask("ST", 5));
    }

    [Fact]
    public void A_second_request_waits_for_the_first()
    {
        Ask("SA", 1);
        Assert.Equal(["ack", "ST 2 busy", "wait 1", "note busy"], Ask("ST", 2));
        Assert.Equal(["SA 1 ok", "wait 2"], Answer("SA", 1));
    }

    [Fact]
    public void Damage_is_refused_and_changes_nothing()
    {
        Assert.Equal(["nak", "note wrong_lrc"], Token(LineToken.WrongLrc));
        Assert.Empty(Token(LineToken.Noise));
        Assert.Equal(["NO 0 message_too_long", "wait 1", "note message_too_long"], Token(LineToken.TooLong));
        Assert.Equal(["ack", "NO 0 malformed_header", "wait 2", "note malformed_header"],
            Words(_session.Received(LineToken.Frame, "SA"u8)));
        Assert.Equal(["ack", "SA 7 malformed_field", "wait 3", "note malformed_field"],
            Words(_session.Received(LineToken.Frame, "SA\u001c7\u001cx"u8)));
    }

    [Fact]
    public void Whatever_comes_each_request_is_carried_out_once()
    {
        var steps = Gen.Choose(0, 6).ListOf();
        ForAll.Cases(steps, list =>
        {
            var session = new LineSession();
            var executed = new List<int>();
            var pending = 0;
            var attempt = 0L;
            foreach (var step in list)
            {
                var effects = step switch
                {
                    <= 3 => session.Received(LineToken.Frame, new LineMessage("SA", step + 1, []).Write()),
                    4 when pending > 0 => session.Answered(new LineMessage("SA", pending, [new LineField("code", "ok")])),
                    5 => session.Received(LineToken.Nak, []),
                    _ => session.TimedOut(attempt),
                };
                if (step == 4) pending = 0;
                foreach (var execute in effects.OfType<LineEffect.Execute>())
                {
                    Assert.Equal(0, pending);
                    pending = execute.Request.Number;
                    executed.Add(pending);
                }
                foreach (var wait in effects.OfType<LineEffect.Wait>()) attempt = wait.Attempt;
            }
            return executed.Distinct().Count() == executed.Count;
        });
    }

    private List<string> Ask(string type, int number, string reference = "R") =>
        Words(_session.Received(LineToken.Frame, new LineMessage(type, number, [new LineField("ref", reference)]).Write()));

    private List<string> Answer(string type, int number) =>
        Words(_session.Answered(new LineMessage(type, number, [new LineField("code", "ok")])));

    private List<string> Token(LineToken token) => Words(_session.Received(token, []));

    private static List<string> Words(IReadOnlyList<LineEffect> effects) => [.. effects.Select(effect => effect switch
    {
        LineEffect.Execute execute => $"execute {execute.Request.Type} {execute.Request.Number}",
        LineEffect.Wait wait => $"wait {wait.Attempt}",
        LineEffect.Note note => $"note {note.Code}",
        LineEffect.Send send => Said(send.Bytes.Span),
        _ => "",
    })];

    private static string Said(ReadOnlySpan<byte> bytes)
    {
        var token = LineFrames.TryRead(bytes, out var payload, out _);
        if (token != LineToken.Frame) return token.ToString().ToLowerInvariant();
        var parts = Encoding.UTF8.GetString(payload).Split(LineBytes.FieldSeparator);
        return $"{parts[0]} {parts[1]} {parts[2]["code=".Length..]}";
    }
}

using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Edge.Core.Pos.Line;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Pos;

public sealed class LineFrameTests
{
    private static readonly byte[] Hello = new LineMessage("HI", 1, [new LineField("version", "1")]).Write();

    [Fact]
    public void A_frame_comes_back_as_it_was_sent()
    {
        var token = LineFrames.TryRead(LineFrames.Write(Hello), out var payload, out var consumed);
        Assert.Equal((LineToken.Frame, Hello.Length + 3), (token, consumed));
        Assert.Equal(Hello, payload.ToArray());
    }

    [Fact]
    public void Every_token_is_told()
    {
        byte[] damaged = LineFrames.Write(Hello);
        damaged[5] ^= 1;
        byte[][] inputs =
        [
            LineFrames.Write(Hello), [LineBytes.Ack], [LineBytes.Nak], damaged, [LineBytes.Stx, .. new byte[LineBytes.PayloadBytesMax + 1]],
            "noise"u8.ToArray(), [LineBytes.Stx, 65],
        ];
        var tokens = inputs.Select(input => LineFrames.TryRead(input, out _, out _)).ToList();
        Assert.Equal(
            [LineToken.Frame, LineToken.Ack, LineToken.Nak, LineToken.WrongLrc, LineToken.TooLong, LineToken.Noise, LineToken.NeedMore],
            tokens);
        Assert.Empty(Enum.GetValues<LineToken>().Except(tokens));
    }

    [Fact]
    public void A_frame_behind_a_lost_check_byte_is_read_all_the_same()
    {
        var whole = LineFrames.Write(Hello);
        var (tokens, payloads) = ReadAll([.. whole[..^1], .. whole]);
        Assert.Equal([LineToken.WrongLrc, LineToken.Frame], tokens);
        Assert.Equal(Hello, payloads.Single());
    }

    [Fact]
    public void A_frame_that_is_broken_off_costs_only_itself()
    {
        var whole = LineFrames.Write(Hello);
        Assert.Equal([LineToken.Noise, LineToken.Frame], ReadAll([.. whole[..7], .. whole]).Tokens);
    }

    [Fact]
    public void An_over_long_frame_is_told_once_and_the_next_is_read()
    {
        byte[] input = [LineBytes.Stx, .. Enumerable.Repeat((byte)'x', 3 * LineBytes.PayloadBytesMax), LineBytes.Etx, 0, .. LineFrames.Write(Hello)];
        Assert.Equal([LineToken.TooLong, LineToken.Frame], ReadAll(input).Tokens.Where(token => token != LineToken.Noise));
    }

    [Fact]
    public void Any_bytes_are_read_to_their_end_and_a_frame_behind_them_is_found()
    {
        var bytes = Gen.Frequency(
            (3, Gen.Elements(LineBytes.Stx, LineBytes.Etx, LineBytes.Ack, LineBytes.Nak, (byte)0x1c, (byte)'=')),
            (2, Gen.Choose(0, 255).Select(i => (byte)i)));
        ForAll.Cases(bytes.ListOf().Select(list => list.ToArray()), garbage =>
        {
            ReadAll(garbage);
            // A till sends again what was not acknowledged: the second copy is whole whatever stood before the first.
            var frame = LineFrames.Write(Hello);
            return ReadAll([.. garbage, .. frame, .. frame]).Payloads.Any(payload => payload.SequenceEqual(Hello));
        });
    }

    [Fact]
    public void Any_damage_of_one_byte_is_noticed()
    {
        var frame = LineFrames.Write(Hello);
        for (var i = 0; i < frame.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = (byte[])frame.Clone();
                damaged[i] ^= (byte)(1 << bit);
                Assert.DoesNotContain(ReadAll(damaged).Payloads, payload => payload.Length > 0 && LineMessage.TryRead(payload, out _) is null);
            }
        }
    }

    [Fact]
    public void A_message_survives_its_own_writing()
    {
        var text = Gen.Elements('a', 'ä', '€', '=', '|', '\\', ' ', '1', LineBytes.PartSeparator).ListOf().Select(c => new string([.. c]));
        var fields = text.ListOf().Select(values => values.Select((value, i) => new LineField(i % 2 == 0 ? "line" : "name", value)).ToList());
        var cases = from list in fields from given in Gen.Choose(1, 999_999) select (list, given);
        ForAll.Cases(cases, each =>
        {
            var (all, number) = each;
            var code = LineMessage.TryRead(new LineMessage("SA", number, all).Write(), out var read);
            return code is null && read.Number == number && read.Fields.SequenceEqual(all);
        });
    }

    [Theory]
    [InlineData("SA", "malformed_header")]
    [InlineData("sa\u001c1", "malformed_header")]
    [InlineData("SA\u001c0", "malformed_header")]
    [InlineData("SA\u001c1000000", "malformed_header")]
    [InlineData("SA\u001c1\u001cref", "malformed_field")]
    [InlineData("SA\u001c1\u001cRef=1", "malformed_field")]
    [InlineData("SA\u001c1\u001cref=\u0007", "control_character")]
    public void What_is_no_message_is_refused_by_name(string payload, string code) =>
        Assert.Equal(code, LineMessage.TryRead(System.Text.Encoding.UTF8.GetBytes(payload), out _));

    [Fact]
    public void Other_character_sets_and_too_many_fields_are_refused_by_name()
    {
        Assert.Equal("not_utf8", LineMessage.TryRead([(byte)'S', (byte)'A', 0x1c, (byte)'1', 0x1c, (byte)'a', (byte)'=', 0xE4], out _));
        var many = new LineMessage("SA", 1, [.. Enumerable.Repeat(new LineField("line", "1"), 601)]);
        Assert.Equal("too_many_fields", LineMessage.TryRead(many.Write(), out _));
    }

    private static (List<LineToken> Tokens, List<byte[]> Payloads) ReadAll(byte[] input)
    {
        var (tokens, payloads) = (new List<LineToken>(), new List<byte[]>());
        for (var at = 0; ;)
        {
            var token = LineFrames.TryRead(input.AsSpan(at), out var payload, out var consumed);
            if (token == LineToken.NeedMore) return (tokens, payloads);
            Assert.True(consumed > 0 && at + consumed <= input.Length);
            at += consumed;
            tokens.Add(token);
            if (token == LineToken.Frame) payloads.Add(payload.ToArray());
        }
    }
}

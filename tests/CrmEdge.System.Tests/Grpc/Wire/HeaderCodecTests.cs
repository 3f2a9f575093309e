using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Runtime.Wire;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Wire;

public sealed class HeaderCodecTests
{
    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1u")]
    [InlineData(10, "1u")]
    [InlineData(11, "2u")]
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(99_999_999 * 10L, "99999999u")]
    [InlineData(99_999_999 * 10L + 1, "100000m")]
    [InlineData(TimeSpan.TicksPerDay * 2, "172800S")]
    [InlineData(TimeSpan.TicksPerDay * 40_000, "57600000M")]
    [InlineData(TimeSpan.TicksPerDay * 80_000, "1920000H")]
    public void A_timeout_takes_the_finest_unit_that_holds_it(long ticks, string text) =>
        Assert.Equal(text, GrpcTimeout.Encode(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("1H", TimeSpan.TicksPerHour)]
    [InlineData("2M", 2 * TimeSpan.TicksPerMinute)]
    [InlineData("3S", 3 * TimeSpan.TicksPerSecond)]
    [InlineData("4m", 4 * TimeSpan.TicksPerMillisecond)]
    [InlineData("5u", 50L)]
    [InlineData("1n", 1L)]
    [InlineData("200n", 2L)]
    [InlineData("99999999H", 99_999_999L * TimeSpan.TicksPerHour)]
    [InlineData("", null)]
    [InlineData("1", null)]
    [InlineData("S", null)]
    [InlineData("1s", null)]
    [InlineData("-1S", null)]
    [InlineData("+1S", null)]
    [InlineData(" 1S", null)]
    [InlineData("123456789S", null)]
    public void A_timeout_is_digits_and_a_unit(string text, long? ticks)
    {
        Assert.Equal(ticks is not null, GrpcTimeout.TryDecode(text, out var budget));
        Assert.Equal(ticks ?? 0, budget.Ticks);
    }

    [Fact]
    public void A_timeout_is_never_shortened() => Prop.ForAll<long>(ticks =>
    {
        var budget = TimeSpan.FromTicks(Math.Abs(ticks % TimeSpan.TicksPerDay) + 1);
        return GrpcTimeout.TryDecode(GrpcTimeout.Encode(budget), out var back) && back >= budget;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("plain text ~!", "plain text ~!")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("ά", "%CE%AC")]
    [InlineData("\u007f", "%7F")]
    public void A_message_is_percent_encoded(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%4G", "%4G")]
    [InlineData("%41%", "A%")]
    [InlineData("%ce%ac", "ά")]
    [InlineData("%FF", "\uFFFD")]
    public void A_malformed_message_is_taken_as_far_as_it_goes(string encoded, string text) =>
        Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Fact]
    public void Any_message_survives() => Prop.ForAll<string?>(text =>
    {
        // A lone surrogate has no UTF-8 form.
        var sound = new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
        var encoded = PercentEncoding.Encode(sound);
        return PercentEncoding.Decode(encoded) == sound && encoded.All(c => c is >= ' ' and <= '~');
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", new byte[0])]
    [InlineData("AA", new byte[] { 0 })]
    [InlineData("AA==", new byte[] { 0 })]
    [InlineData("AP8", new byte[] { 0, 255 })]
    [InlineData(" AP8K ", new byte[] { 0, 255, 10 })]
    [InlineData("A", null)]
    [InlineData("A*==", null)]
    public void A_binary_header_needs_no_padding(string text, byte[]? bytes)
    {
        Assert.Equal(bytes is not null, BinaryHeader.TryDecode(text, out var decoded));
        Assert.Equal(bytes ?? [], decoded);
    }

    [Fact]
    public void Any_bytes_survive_a_header() => Prop.ForAll<byte[]?>(bytes =>
    {
        var text = BinaryHeader.Encode(bytes ?? []);
        return !text.Contains('=', StringComparison.Ordinal)
            && BinaryHeader.TryDecode(text, out var back) && back.AsSpan().SequenceEqual(bytes ?? []);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("Application/GRPC+proto", true)]
    [InlineData("application/grpc; charset=utf-8", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void The_content_type_tells_grpc(string? contentType, bool isGrpc) =>
        Assert.Equal(isGrpc, GrpcHeaders.IsGrpc(contentType));

    [Theory]
    [InlineData("identity, gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("identity,deflate", false)]
    [InlineData("xgzip", false)]
    [InlineData(null, false)]
    public void An_encoding_is_sent_only_when_it_is_accepted(string? list, bool accepted) =>
        Assert.Equal(accepted, GrpcHeaders.Accepts(list, "gzip"));

    [Theory]
    [InlineData("x-id", "7", 1)]
    [InlineData("grpc-status", "0", 0)]
    [InlineData("content-type", "application/grpc", 0)]
    [InlineData(":path", "/", 0)]
    [InlineData("x-b-bin", "AA,AQ==", 2)]
    [InlineData("x-b-bin", "no base64!", 0)]
    [InlineData("bad key", "7", 0)]
    public void Only_metadata_is_read_as_metadata(string name, string value, int entries)
    {
        var metadata = new Metadata();
        MetadataCodec.Read(metadata, name, value);
        Assert.Equal(entries, metadata.Count);
    }

    [Theory]
    [InlineData("0", null, StatusCode.OK, "")]
    [InlineData("16", "a%20b", StatusCode.Unauthenticated, "a b")]
    [InlineData("17", null, StatusCode.Unknown, "The server sent grpc-status '17'.")]
    [InlineData("-1", "x", StatusCode.Unknown, "x")]
    [InlineData("", null, StatusCode.Unknown, "The server sent grpc-status ''.")]
    public void A_status_is_parsed_whatever_is_sent(string code, string? message, StatusCode expected, string detail) =>
        Assert.Equal(new Status(expected, detail), StatusMapping.Parse(code, message));

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    public void An_http_status_stands_for_a_code(int http, StatusCode code) => Assert.Equal(code, StatusMapping.FromHttp(http));

    [Theory]
    [InlineData(0, StatusCode.Unavailable)]
    [InlineData(1, StatusCode.Unavailable)]
    [InlineData(2, StatusCode.Internal)]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    public void A_stream_error_stands_for_a_code(long http2, StatusCode code) =>
        Assert.Equal(code, StatusMapping.FromHttp2(http2));
}

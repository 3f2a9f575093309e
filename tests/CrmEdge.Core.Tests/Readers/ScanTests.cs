using System.Text;
using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Edge.Core.Readers;
using CrmEdge.Kernel;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Readers;

public sealed class ScanTests
{
    private const string Track1 = "%B4111111111111111^DOE/JOHN^29011010000000000000?";
    private const string Track2 = ";4111111111111111=29011010000000000000?";

    [Theory]
    [InlineData(Track1)]
    [InlineData(Track2)]
    [InlineData(Track1 + "a" + Track2 + "8")]
    [InlineData(Track2 + ":")]
    [InlineData("4111111111111111=29011010000000000000")]
    [InlineData("B4111111111111111^DOE/JOHN^29011010000000000000")]
    [InlineData("%B4111111111111112^DOE/JOHN^2901?;4111111111111111=2901?")]
    public void A_swipe_yields_the_card_number(string swipe)
    {
        var medium = Assert.IsType<Scan.Medium>(Scans.Classify(swipe));
        Assert.Equal((CimKind.Card, "4111111111111111"), (medium.Kind, medium.Value));
        Assert.DoesNotContain("4111", medium.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%B4111111111111112^DOE/JOHN^2901?")]
    [InlineData(";4111?")]
    [InlineData("%E?")]
    [InlineData(";")]
    public void A_swipe_without_a_sound_number_is_a_bad_track(string swipe) =>
        Assert.Equal(new Scan.Unreadable("bad_track"), Scans.Classify(swipe));

    [Theory]
    [InlineData("123456", "OneTimeCode")]
    [InlineData("8123456789012345", "SpendToken")]
    [InlineData("0123456789abcdef0123456789abcdef", "SpendToken")]
    [InlineData("1234567890123456", "WalletCode")]
    [InlineData("4111111111111111", "WalletCode")]
    [InlineData("1234567890123456654321", "WalletCode")]
    [InlineData("5901234123457", "Medium Loyalty")]
    [InlineData("]E05901234123457", "Medium Loyalty")]
    [InlineData("LOYAL-42", "Medium Loyalty")]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("a!b", "unknown_format")]
    public void A_barcode_is_told_by_its_shape(string line, string kind)
    {
        var scan = Scans.Classify(line);
        Assert.Equal(kind, scan is Scan.Unreadable unreadable ? unreadable.Reason : scan.ToString());
    }

    [Fact]
    public void A_line_that_is_too_long_is_told_once_and_its_tail_is_no_scan()
    {
        var lines = new ScanLines();
        var seen = Feed(lines, [.. Encoding.ASCII.GetBytes(new string('9', Scans.LengthMax + 200) + "123456\r\n"),
            .. "654321\t"u8]);
        Assert.Equal(["TooLong", "654321"], seen);
    }

    [Fact]
    public void Cutting_lines_depends_on_no_chunk_and_never_stands_still()
    {
        var bytes = Gen.Elements<byte>((byte)'1', (byte)'\r', (byte)'\n', (byte)'\t', 0, 255).ListOf().Select(list => list.ToArray());
        var cases = from input in bytes from chunk in Gen.Choose(1, 7) select (input, chunk);
        ForAll.Cases(cases, given =>
        {
            var (input, chunk) = given;
            var whole = Feed(new ScanLines(), input);
            var lines = new ScanLines();
            var parts = new List<string>();
            var waiting = new List<byte>();
            foreach (var part in input.Chunk(chunk))
            {
                waiting.AddRange(part);
                parts.AddRange(Feed(lines, [.. waiting], out var rest));
                waiting = [.. rest];
            }
            return whole.SequenceEqual(parts);
        });
    }

    private static List<string> Feed(ScanLines lines, byte[] input) => Feed(lines, input, out _);

    private static List<string> Feed(ScanLines lines, byte[] input, out byte[] rest)
    {
        var seen = new List<string>();
        for (var at = 0; ;)
        {
            var token = lines.TryRead(input.AsSpan(at), out var line, out var consumed);
            if (token == ScanToken.NeedMore)
            {
                rest = input[at..];
                return seen;
            }
            Assert.True(consumed > 0);
            at += consumed;
            if (token != ScanToken.Nothing) seen.Add(token == ScanToken.Line ? Encoding.Latin1.GetString(line) : $"{token}");
        }
    }
}

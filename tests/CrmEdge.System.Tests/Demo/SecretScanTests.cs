using System.Text;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Demo;

/// <summary>The scan for secrets finds what is planted: else that it finds nothing would say nothing.</summary>
public sealed class SecretScanTests : IDisposable
{
    private const string Card = "9900000000000018";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clear")]
    [InlineData("hex")]
    [InlineData("base64")]
    [InlineData("UTF-16")]
    public void A_planted_card_is_found_in_every_form_wherever_it_begins(string form)
    {
        var scan = new SecretScan();
        scan.AddLines([$"card {Card}", "phone +35799000001"]);
        // The scan reads 1 MiB at a time: also across that edge, and at every place in a group of base 64.
        foreach (var before in (int[])[0, 1, 2, 3, 1_048_570, 1_048_571, 1_048_572, 2_097_150])
        {
            var file = _folder["planted"];
            File.WriteAllBytes(file, Planted(form, before));
            Assert.Equal([new Find(file, "card", form)], scan.In(file));
        }
    }

    [Fact]
    public void Keys_are_found_as_bytes_and_as_apps_are_shown_them_and_a_phone_without_its_plus()
    {
        var scan = new SecretScan();
        scan.AddLines(["otp-secret:hex 00ff10ab00ff10ab00ff10ab00ff10ab", "phone +35799000001"]);
        var (bytes, shown, phone) = (_folder["bytes"], _folder["shown"], _folder["phone"]);
        File.WriteAllBytes(bytes, [1, .. Convert.FromHexString("00ff10ab00ff10ab00ff10ab00ff10ab"), 2]);
        File.WriteAllText(shown, "otpauth://totp/x?secret=AD7RBKYA74IKWAH7CCVQB7YQVM&digits=6");
        File.WriteAllText(phone, "{\"phone\":\"\\u002B35799000001\"}");
        Assert.Equal([new Find(bytes, "otp-secret", "clear")], scan.In(bytes));
        Assert.Equal([new Find(shown, "otp-secret", "base32")], scan.In(shown));
        Assert.Equal([new Find(phone, "phone", "clear")], scan.In(phone));
    }

    [Fact]
    public void A_file_without_any_is_clean()
    {
        var scan = new SecretScan();
        scan.AddLines([$"card {Card}"]);
        File.WriteAllBytes(_folder["clean"], Planted("clear", 3)[..^1]);
        Assert.Empty(scan.In(_folder["clean"]));
    }

    private static byte[] Planted(string form, int before) => form switch
    {
        "clear" => [.. Noise(before), .. Encoding.UTF8.GetBytes(Card)],
        "hex" => [.. Noise(before), .. Encoding.UTF8.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(Card)))],
        "UTF-16" => [.. Noise(before), .. Encoding.Unicode.GetBytes(Card)],
        _ => Encoding.UTF8.GetBytes(Convert.ToBase64String([.. Noise(before), .. Encoding.UTF8.GetBytes(Card), 1, 2, 3])),
    };

    private static byte[] Noise(int bytes) => [.. Enumerable.Range(0, bytes).Select(i => (byte)(i % 7 + 33))];
}

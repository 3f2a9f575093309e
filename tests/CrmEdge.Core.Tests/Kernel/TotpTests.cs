using System.Diagnostics;
using System.Globalization;
using System.Text;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class TotpTests
{
    private static readonly byte[] RfcKey = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 10, TimeSpan.Zero);

    [Theory] // RFC 4226 appendix D
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Counter_codes_are_those_of_RFC_4226(long counter, string code) => Assert.Equal(code, Totp.Hotp(RfcKey, counter));

    [Theory] // RFC 6238 appendix B, the SHA-1 rows
    [InlineData(59, "94287082")]
    [InlineData(1_111_111_109, "07081804")]
    [InlineData(1_111_111_111, "14050471")]
    [InlineData(1_234_567_890, "89005924")]
    [InlineData(2_000_000_000, "69279037")]
    [InlineData(20_000_000_000, "65353130")]
    public void Time_codes_are_those_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, Totp.At(RfcKey, DateTimeOffset.FromUnixTimeSeconds(seconds), digits: 8));

    [Fact]
    public async Task Codes_are_those_of_oathtool()
    {
        // One run prints 200 steps in a row; the second key is longer than a SHA-1 block and so is hashed first (RFC 2104).
        byte[] longKey = [.. Enumerable.Range(0, 77).Select(i => (byte)(i * 37 & 0xFF))];
        foreach (var key in new[] { Totp.DayKey(RfcKey, new DateOnly(2026, 11, 21)), longKey })
        {
            var theirs = await OathtoolAsync(key, Noon, window: 199);
            var ours = Enumerable.Range(0, 200).Select(i => Totp.At(key, Noon.AddSeconds(i * Totp.StepSeconds)));
            Assert.Equal(theirs, ours);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void Other_lengths_than_6_to_8_digits_are_a_bug(int digits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Hotp(RfcKey, 0, digits));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_good_one_step_before_and_after_its_own(int steps, bool good)
    {
        var code = Totp.At(RfcKey, Noon.AddSeconds(steps * Totp.StepSeconds));
        Assert.Equal(good ? Totp.StepAt(Noon) + steps : null, Totp.Match(RfcKey, code, Noon, lastUsedStep: 0));
    }

    [Fact]
    public void A_used_step_is_never_good_again()
    {
        var code = Totp.At(RfcKey, Noon);
        var step = Assert.NotNull(Totp.Match(RfcKey, code, Noon, lastUsedStep: 0));
        Assert.Null(Totp.Match(RfcKey, code, Noon, lastUsedStep: step));
        Assert.Null(Totp.Match(RfcKey, Totp.Hotp(RfcKey, step - 1), Noon, lastUsedStep: step));
        Assert.Equal(step + 1, Totp.Match(RfcKey, Totp.Hotp(RfcKey, step + 1), Noon, lastUsedStep: step));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("123456789")]
    [InlineData("abcdef")]
    [InlineData("١٢٣٤٥٦")]
    public void Text_that_is_no_code_matches_nothing(string text) =>
        Assert.Null(Totp.Match(RfcKey, text, Noon, lastUsedStep: 0));

    [Fact]
    public void A_wrong_digit_matches_nothing()
    {
        var code = Totp.At(RfcKey, Noon).ToCharArray();
        code[^1] = code[^1] == '9' ? '0' : (char)(code[^1] + 1);
        Assert.Null(Totp.Match(RfcKey, new string(code), Noon, lastUsedStep: 0));
    }

    [Fact]
    public void A_day_key_is_the_HMAC_of_its_date() => // python3: hmac.new(key, b"otp2026-11-21", "sha256").hexdigest()
        Assert.Equal("bab62eda1af76741bd6b24fe2223ca72275f433186005205fd06433370a5ae43",
            Convert.ToHexStringLower(Totp.DayKey(RfcKey, new DateOnly(2026, 11, 21))));

    private static async Task<string[]> OathtoolAsync(byte[] key, DateTimeOffset at, int window)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("oathtool") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["--totp=sha1", $"--window={window}", $"--now=@{at.ToUnixTimeSeconds()}", "-"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var tool = Process.Start(start)!;
        await tool.StandardInput.WriteLineAsync(Convert.ToHexStringLower(key).AsMemory(), ct);
        tool.StandardInput.Close();
        var text = await tool.StandardOutput.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        Assert.True(tool.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"oathtool ended with {tool.ExitCode}"));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

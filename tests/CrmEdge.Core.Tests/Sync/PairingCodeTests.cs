using System.Security.Cryptography;
using CrmEdge.Edge.Core.Sync;
using CrmEdge.Kernel;
using CrmEdge.Kernel.Privacy;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

public sealed class PairingCodeTests
{
    private static readonly byte[] Authority = [1, 2, 3];
    private static readonly PairingCode Code = PairingCode.For(Convert.FromHexString("00FF102030405060708A"), Authority);

    [Fact]
    public void A_code_survives_being_read_aloud_and_typed()
    {
        var shown = Code.Format();
        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$", shown);
        foreach (var typed in new[] { shown, shown.ToLowerInvariant(), shown.Replace("-", " "), shown.Replace('0', 'O').Replace('1', 'l') })
        {
            var read = PairingCode.Parse(typed);
            Assert.NotNull(read);
            Assert.Equal(Code.Secret.ToArray(), read.Secret.ToArray());
            Assert.True(read.Pins(Authority));
        }
    }

    [Fact]
    public void A_slip_of_one_digit_is_noticed()
    {
        var shown = Code.Format();
        var slips = shown.Index().Where(d => d.Item != '-')
            .SelectMany(d => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Where(x => x != d.Item).Select(x => shown[..d.Index] + x + shown[(d.Index + 1)..]));
        Assert.All(slips, slip => Assert.Null(PairingCode.Parse(slip)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ABCDE-FGHJK")]
    [InlineData("UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU")]
    public void What_is_no_code_is_told_from_one(string? typed) => Assert.Null(PairingCode.Parse(typed));

    [Fact]
    public void A_code_pins_one_authority_and_prints_nothing()
    {
        Assert.False(Code.Pins([1, 2, 4]));
        Assert.DoesNotContain(Code.Format()[..5], Code.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_secret_opens_beside_its_own_record_alone()
    {
        var key = SHA256.HashData([7]);
        var box = SealedBox.Seal(key, SealedBox.ContextOf("T", "2026-11-21", "R-1"), "123456", new byte[SealedBox.NonceBytes]);
        Assert.Equal("123456", SealedBox.Open(key, SealedBox.ContextOf("T", "2026-11-21", "R-1"), box));
        Assert.Null(SealedBox.Open(key, SealedBox.ContextOf("T", "2026-11-21", "R-2"), box));
        Assert.Null(SealedBox.Open(SHA256.HashData([8]), SealedBox.ContextOf("T", "2026-11-21", "R-1"), box));
        Assert.Null(SealedBox.Open(key, "", box.AsSpan(0, 20)));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(59, 1)]
    [InlineData(60, 0)]
    [InlineData(95, 0)]
    [InlineData(-400, 60)]   // a clock before one's own birth is wrong
    public void A_certificate_is_renewed_from_two_thirds_of_its_life(int day, int wait)
    {
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var life = new CertificateLife(from, from.AddDays(90));
        Assert.Equal(TimeSpan.FromDays(wait), life.RenewIn(from.AddDays(day)));
    }

    [Theory]
    [InlineData(5, null, 9, 5, true, SnapshotStep.Apply)]
    [InlineData(5, null, 9, 5, false, SnapshotStep.Collect)]
    [InlineData(5, null, 9, 4, true, SnapshotStep.Drop)]      // builds on a version not held
    [InlineData(5, null, 3, 0, true, SnapshotStep.Apply)]     // everything, also of a cloud that went back
    [InlineData(5, 9L, 9, 5, true, SnapshotStep.Apply)]
    [InlineData(5, 8L, 9, 5, true, SnapshotStep.Drop)]        // does not go on with what was begun
    [InlineData(5, null, 0, 0, true, SnapshotStep.Drop)]
    public void A_snapshot_takes_effect_whole_or_not_at_all(long held, long? pending, long version, long since, bool last, SnapshotStep step) =>
        Assert.Equal(step, SnapshotMerge.Next(
            held, pending is { } begun ? new SnapshotProgress(begun, since, 10) : null, new SnapshotProgress(version, since, 3), last));
}

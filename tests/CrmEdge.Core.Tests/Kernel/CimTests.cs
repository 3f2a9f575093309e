using CrmEdge.Kernel;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class CimTests
{
    private static readonly CimKey Key = new(3, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    [Theory]
    [InlineData(CimKind.Card, "4111 1111 1111 1111", "4111111111111111")]
    [InlineData(CimKind.Card, "5500-0000-0000-0004", "5500000000000004")]
    [InlineData(CimKind.Card, "4111111111111112", null)]
    [InlineData(CimKind.Card, "0", null)]
    [InlineData(CimKind.Card, "41111111111", null)]
    [InlineData(CimKind.Card, "41111111111111111111", null)]
    [InlineData(CimKind.Card, "4111x11111111111", null)]
    [InlineData(CimKind.Phone, "+357 99 123456", "+35799123456")]
    [InlineData(CimKind.Phone, "00357-99-(123)456", "+35799123456")]
    [InlineData(CimKind.Phone, "99123456", null)]
    [InlineData(CimKind.Phone, "+0123456789", null)]
    [InlineData(CimKind.Phone, "+123456", null)]
    [InlineData(CimKind.Phone, "+1234567890123456", null)]
    [InlineData(CimKind.Phone, "", null)]
    [InlineData(CimKind.Phone, "+35799١23456", null)]
    [InlineData(CimKind.Email, " Ann@Example.COM ", "ann@example.com")]
    [InlineData(CimKind.Email, "ann", null)]
    [InlineData(CimKind.Email, "@example.com", null)]
    [InlineData(CimKind.Email, "ann@", null)]
    [InlineData(CimKind.Email, "a@b@c", null)]
    [InlineData(CimKind.Email, "a b@c.d", null)]
    [InlineData(CimKind.Email, "a\u0007b@c.d", null)]
    [InlineData(CimKind.Loyalty, "ab-12 cd", "AB12CD")]
    [InlineData(CimKind.Loyalty, "abc", null)]
    [InlineData(CimKind.Loyalty, "ab_12", null)]
    [InlineData(CimKind.GiftPass, "gift-2026-xyz", "GIFT2026XYZ")]
    [InlineData(CimKind.GiftPass, null, null)]
    public void A_value_has_one_normal_form_or_none(CimKind kind, string? raw, string? normal) =>
        Assert.Equal(normal, CimValue.Normalise(kind, raw));

    [Fact]
    public void A_normal_form_is_its_own_normal_form() => ForAll.Cases(
        Gen.Elements(CimKind.Phone, CimKind.Loyalty, CimKind.GiftPass).Zip(Gen.Choose(10_000_000, int.MaxValue)),
        x => CimValue.Normalise(x.Item1, $"+{x.Item2}") is var once && CimValue.Normalise(x.Item1, once) == once);

    [Fact]
    public void A_value_longer_than_254_characters_is_none()
    {
        Assert.NotNull(CimValue.Normalise(CimKind.Email, new string('a', 252) + "@b"));
        Assert.Null(CimValue.Normalise(CimKind.Email, new string('a', 253) + "@b"));
    }

    [Fact]
    public void One_changed_digit_breaks_the_check_digit() => ForAll.Cases(
        Gen.Choose(0, 15).Zip(Gen.Choose(1, 9)),
        x =>
        {
            var digits = "4111111111111111".ToCharArray();
            digits[x.Item1] = (char)('0' + ((digits[x.Item1] - '0' + x.Item2) % 10));
            return CimValue.HasValidCheckDigit("4111111111111111") && !CimValue.HasValidCheckDigit(digits);
        });

    [Fact]
    public void A_hash_is_the_HMAC_of_kind_and_normal_form()
    {
        // python3: hmac.new(bytes(range(32)), b"1:4111111111111111", "sha256").hexdigest()
        var hash = CimHash.Of(Key, CimKind.Card, "4111 1111 1111 1111");
        Assert.Equal(new CimHash(3, "9422c3f8fe359f156b80b6d39b83a4d1da88caa584f5dc7f2c16e5aa3cd20bf6"), hash);
    }

    [Fact]
    public void Kind_and_key_are_part_of_the_hash()
    {
        var other = new CimKey(3, Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        const string Digits = "4111111111111111";
        Assert.NotEqual(CimHash.Of(Key, CimKind.Card, Digits), CimHash.Of(Key, CimKind.Loyalty, Digits));
        Assert.NotEqual(CimHash.Of(Key, CimKind.GiftPass, Digits), CimHash.Of(Key, CimKind.Loyalty, Digits));
        Assert.NotEqual(CimHash.Of(Key, CimKind.Card, Digits), CimHash.Of(other, CimKind.Card, Digits));
        Assert.Null(CimHash.Of(Key, CimKind.Card, "4111111111111112"));
    }

    [Fact]
    public void A_short_key_or_an_unknown_kind_is_a_bug()
    {
        var weak = new CimKey(1, new byte[31]);
        Assert.Throws<InvariantViolatedException>(() => CimHash.Of(weak, CimKind.Card, "4111111111111111"));
        Assert.Throws<InvariantViolatedException>(() => CimValue.Normalise((CimKind)99, "x"));
        Assert.Throws<ArgumentNullException>(() => CimHash.Of(null!, CimKind.Card, "x"));
    }
}

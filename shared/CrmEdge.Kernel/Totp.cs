using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Kernel;

/// <summary>One-time codes by HMAC-SHA-1: HOTP (RFC 4226 §5.3) and TOTP (RFC 6238 §4) with steps of 30 seconds.</summary>
public static class Totp
{
    /// <summary>Seconds in one step (RFC 6238 §4.1, X).</summary>
    public const int StepSeconds = 30;

    /// <summary>Digits of a wallet code.</summary>
    public const int Digits = 6;

    /// <summary>How far a step may differ from the checker's own: one before, one after (RFC 6238 §5.2).</summary>
    public const int SkewSteps = 1;

    private static readonly int[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>The step that an instant lies in.</summary>
    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a counter value, zero-padded to 6 to 8 digits.</summary>
    public static string Hotp(ReadOnlySpan<byte> key, long counter, int digits = Digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 6);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 8);
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 4226 prescribes SHA-1; its collision weakness does not touch HMAC.
        HMACSHA1.HashData(key, message, mac);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0x0F)..]) & 0x7FFF_FFFF;
        return (value % Powers[digits]).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The code of an instant.</summary>
    public static string At(ReadOnlySpan<byte> key, DateTimeOffset at, int digits = Digits) => Hotp(key, StepAt(at), digits);

    /// <summary>
    /// The step a code belongs to, among those within <see cref="SkewSteps"/> of <paramref name="now"/> and after
    /// <paramref name="lastUsedStep"/>; null where there is none. The caller stores the step: a code is good once.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> key, string code, DateTimeOffset now, long lastUsedStep)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length is < 6 or > 8) return null;
        var given = Encoding.UTF8.GetBytes(code);
        long? found = null;
        for (var step = StepAt(now) - SkewSteps; step <= StepAt(now) + SkewSteps; step++)
        {
            // Every candidate is compared, and in constant time, so that timing tells nothing of the code.
            var expected = Encoding.ASCII.GetBytes(Hotp(key, step, code.Length));
            if (CryptographicOperations.FixedTimeEquals(expected, given) && step > lastUsedStep) found ??= step;
        }
        return found;
    }

    /// <summary>
    /// The key of one UTC day, HMAC-SHA-256(secret, "otp" ‖ yyyy-MM-dd): a device that knows it can check that day's codes
    /// and no others.
    /// </summary>
    public static byte[] DayKey(ReadOnlySpan<byte> secret, DateOnly utcDay) =>
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes("otp" + utcDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}

using System.Security.Cryptography;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Makes the sixteen digits of wallet codes and keyed tokens: unpredictable, and never a card number.</summary>
internal static class SixteenDigits
{
    private const int Count = 16;

    // A failing check digit keeps them apart from cards, which the scrubber takes out of every text.
    public static string Next(RandomNumberGenerator random)
    {
        var digits = new char[Count];
        do
        {
            for (var i = 0; i < Count; i++) digits[i] = Digit(random);
        }
        while (CimValue.HasValidCheckDigit(digits));
        return new string(digits);
    }

    private static char Digit(RandomNumberGenerator random)
    {
        Span<byte> one = stackalloc byte[1];
        do random.GetBytes(one);
        while (one[0] >= 250); // 250 values are 25 of each digit
        return (char)('0' + (one[0] % 10));
    }
}

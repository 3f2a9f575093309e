using System.Globalization;

namespace Grpc.Runtime.Wire;

/// <summary>The grpc-timeout header: at most eight digits and a unit (H M S m u n).</summary>
internal static class GrpcTimeout
{
    private const long ValueMax = 99_999_999;

    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>Finest unit that holds the budget, rounded up: the server must not give up before the client does.</summary>
    public static string Encode(TimeSpan budget)
    {
        if (budget <= TimeSpan.Zero) return "1n";
        foreach (var (unit, ticks) in Units)
        {
            var value = budget.Ticks / ticks + (budget.Ticks % ticks == 0 ? 0 : 1);
            if (value <= ValueMax) return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
        }
        return "99999999H";
    }

    /// <summary>False when the text is not a timeout; nanoseconds are rounded up to 100.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out TimeSpan budget)
    {
        budget = default;
        if (text.Length is < 2 or > 9) return false;
        var value = 0L;
        foreach (var c in text[..^1])
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        if (text[^1] == 'n')
        {
            budget = TimeSpan.FromTicks((value + 99) / 100);
            return true;
        }
        foreach (var (unit, ticks) in Units)
        {
            if (unit != text[^1]) continue;
            budget = TimeSpan.FromTicks(value * ticks);
            return true;
        }
        return false;
    }
}

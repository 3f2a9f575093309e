using System.Globalization;

namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>One of the people of the story, with everything that may be scanned, swiped or typed for them.</summary>
internal sealed class Customer(int number, string firstName)
{
    /// <summary>Numbers of a range that no card scheme issues from.</summary>
    private const string CardPrefix = "99000000";

    public int Number { get; } = number;

    public string FirstName { get; } = firstName;

    public string Code { get; } = Text($"DEMO{number:0000}");

    public string Card { get; } = WithCheckDigit(Text($"{CardPrefix}{number:0000000}"));

    public string Track => $";{Card}=30121010000000000?";

    public string Phone { get; } = Text($"+3579900{number:0000}");

    public string Email { get; } = Text($"{firstName.ToLowerInvariant()}.{number}@example.com");

    public string Loyalty { get; } = Text($"LOY{number:000000}");

    public string GiftPass { get; } = Text($"GIFT{number:000000}");

    /// <summary>The contact's id, once the back office knows them.</summary>
    public Guid Id { get; set; }

    public Guid WalletId { get; set; }

    public string WalletCode { get; set; } = "";

    /// <summary>The secret in the customer's app; every one-time code follows from it and the clock.</summary>
    public byte[] OtpSecret { get; set; } = [];

    // Luhn (ISO/IEC 7812-1): from the right, every second digit counts twice.
    private static string WithCheckDigit(string digits)
    {
        var sum = digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(d => d > 9 ? d - 9 : d);
        return digits + (10 - sum % 10) % 10;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

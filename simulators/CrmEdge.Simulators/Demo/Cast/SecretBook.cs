using CrmEdge.Kernel;

namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>Every secret that the story uses, so that somebody can look for them where none may lie.</summary>
internal sealed class SecretBook
{
    private readonly List<(string Kind, string Value)> _lines = [];

    public void Add(string kind, string value) => _lines.Add((kind, value));

    /// <summary>What a customer may show, and the secret in their app.</summary>
    public void Add(Customer customer, DateTimeOffset now)
    {
        Add("card", customer.Card);
        Add("track", customer.Track);
        Add("phone", customer.Phone);
        Add("email", customer.Email);
        Add("loyalty", customer.Loyalty);
        Add("gift", customer.GiftPass);
        Add("wallet", customer.WalletCode);
        Add("first-name", customer.FirstName);
        AddBytes("otp-secret", customer.OtpSecret);
        // A story may begin before midnight and end after it.
        for (var day = -1; day <= 1; day++)
            AddBytes("day-key", Totp.DayKey(customer.OtpSecret, DateOnly.FromDateTime(now.UtcDateTime).AddDays(day)));
    }

    /// <summary>One a line: its kind and itself, bytes as <c>kind:hex</c>.</summary>
    public void Write(string file) => File.WriteAllLines(file, _lines.Select(line => $"{line.Kind} {line.Value}").Distinct());

    private void AddBytes(string kind, byte[] value) => Add($"{kind}:hex", Convert.ToHexStringLower(value));
}

using System.Security.Cryptography;
using System.Text;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>
/// A pairing code that names a subscription, for the one device that is paired with it. Known by the hash of its code alone.
/// </summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Contact">The contact of the subscription.</param>
/// <param name="Subscription">The subscription.</param>
/// <param name="Currency">Of the subscription.</param>
/// <param name="ExpiresAt">When it is of no use any more.</param>
/// <param name="Device">The device it was used for; null while unused.</param>
public sealed record PairingTicket(
    Guid Tenant, Guid Id, Guid Contact, Guid Subscription, Currency Currency, DateTimeOffset ExpiresAt, Guid? Device) : IOwned
{
    /// <summary>How long a code lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Characters of a code: 50 bits, for callers that are authenticated hubs.</summary>
    public const int CodeChars = 10;

    // Without I, L, O and U, so that nobody misreads one (Crockford's base 32).
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A code made of random bytes, as it is shown: two groups of five.</summary>
    /// <param name="random"><see cref="CodeChars"/> unpredictable bytes.</param>
    public static string CodeOf(ReadOnlySpan<byte> random)
    {
        Invariant.Holds(random.Length == CodeChars);
        var code = new StringBuilder();
        foreach (var b in random) code.Append(code.Length == 5 ? "-" : "").Append(Alphabet[b % Alphabet.Length]);
        return code.ToString();
    }

    /// <summary>The id of a code as typed: case, spaces and dashes do not matter.</summary>
    public static Guid IdOf(Guid tenant, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var plain = new string([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return NamedId.Of(tenant, $"pairing:{Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(plain)))}");
    }
}

using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>A till that proves who it is by a paired secret or a client certificate, and speaks for one TAP.</summary>
public sealed class TillOptions
{
    private const int Sha256Digits = 64;

    /// <summary>Code of the TAP it speaks for.</summary>
    public string Tap { get; set; } = "";

    /// <summary>SHA-256 of the paired secret, in hexadecimal.</summary>
    [Secret]
    public string? SecretSha256 { get; set; }

    /// <summary>SHA-256 of the client certificate (DER), in hexadecimal.</summary>
    public string? CertificateSha256 { get; set; }

    internal IEnumerable<string> Errors()
    {
        if (Tap.Length == 0) yield return "a till has no Tap: name the TAP it speaks for";
        if (SecretSha256 is null && CertificateSha256 is null)
            yield return $"till {Tap} has neither SecretSha256 nor CertificateSha256: pair it";
        if (SecretSha256 is not null && !IsSha256(SecretSha256)) yield return $"till {Tap}: SecretSha256 is 64 hexadecimal digits";
        if (CertificateSha256 is not null && !IsSha256(CertificateSha256))
            yield return $"till {Tap}: CertificateSha256 is 64 hexadecimal digits";
    }

    private static bool IsSha256(string text) => text.Length == Sha256Digits && text.All(char.IsAsciiHexDigit);
}

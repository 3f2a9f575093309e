using System.ComponentModel.DataAnnotations;
using System.Net;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Tills, lines and readers of this store (section <c>Pos</c>).</summary>
public sealed class PosOptions : IValidatableObject
{
    /// <summary>Seconds a till waits for the cloud before an award-only sale is accepted without it.</summary>
    [Range(1, 60)]
    public int AnswerSeconds { get; set; } = 4;

    /// <summary>Seconds a till waits for the cloud where the sale is paid from the wallet.</summary>
    [Range(1, 60)]
    public int SpendSeconds { get; set; } = 8;

    /// <summary>Seconds the cloud is waited for after a start, before a sale without an answer is undone.</summary>
    [Range(0, 600)]
    public int SettleSeconds { get; set; } = 30;

    /// <summary>Seconds that a scan stands for the customer at its terminal.</summary>
    [Range(5, 600)]
    public int PresentedSeconds { get; set; } = 120;

    /// <summary>Folder of the lock files of serial ports.</summary>
    [Required]
    public string LockFolder { get; set; } = "/run/lock";

    /// <summary>Tills that pair over the network.</summary>
    public IList<TillOptions> Tills { get; } = [];

    /// <summary>Lines that speak the line protocol.</summary>
    public IList<LineOptions> Lines { get; } = [];

    /// <summary>Barcode and card readers.</summary>
    public IList<ReaderOptions> Readers { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var errors = Tills.SelectMany(till => till.Errors())
            .Concat(Lines.SelectMany(line => line.Errors()))
            .Concat(Readers.SelectMany(reader => reader.Errors()));
        foreach (var twice in Tills.GroupBy(till => till.Tap).Where(group => group.Count() > 1))
        {
            errors = errors.Append($"till {twice.Key} stands twice: give every till a TAP of its own");
        }
        return errors.Select(error => new ValidationResult($"Pos: {error}"));
    }
}

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

/// <summary>Where bytes come from: exactly one of a serial port, a port we listen on, or a host we call.</summary>
public class WireOptions
{
    /// <summary>A tty; by its /dev/serial/by-id link, for a USB adapter may come back under another name.</summary>
    public string? Serial { get; set; }

    /// <summary>Bits per second.</summary>
    public int BaudRate { get; set; } = 9_600;

    /// <summary>None, Even or Odd.</summary>
    public string Parity { get; set; } = "None";

    /// <summary>1 or 2.</summary>
    public int StopBits { get; set; } = 1;

    /// <summary>Address and port to listen on, such as 127.0.0.1:9100.</summary>
    public string? Listen { get; set; }

    /// <summary>Host and port to call, such as 10.0.0.7:4001.</summary>
    public string? Connect { get; set; }

    internal virtual IEnumerable<string> Errors()
    {
        string?[] ways = [Serial, Listen, Connect];
        if (ways.Count(way => way is not null) != 1) yield return "a line or reader has exactly one of Serial, Listen and Connect";
        if (Listen is not null && !IPEndPoint.TryParse(Listen, out _)) yield return $"Listen {Listen} is no address:port";
        if (Connect is not null && !HostAndPort.TryParse(Connect, out _)) yield return $"Connect {Connect} is no host:port";
        if (!Enum.TryParse<Serial.SerialParity>(Parity, out _)) yield return $"Parity {Parity} is none of None, Even and Odd";
        if (StopBits is not (1 or 2)) yield return "StopBits is 1 or 2";
        if (BaudRate is < 300 or > 4_000_000) yield return "BaudRate is 300 to 4000000";
    }
}

/// <summary>A line that speaks the line protocol. A serial or calling one belongs to a TAP; on a listening one tills pair.</summary>
public sealed class LineOptions : WireOptions
{
    /// <summary>The TAP of the till at the other end.</summary>
    public string? Tap { get; set; }

    internal override IEnumerable<string> Errors()
    {
        foreach (var error in base.Errors()) yield return error;
        if (Listen is null && string.IsNullOrEmpty(Tap)) yield return "a serial or calling line needs the Tap of its till";
        if (Listen is not null && Tap is not null) yield return "a listening line takes the Tap from the till's pairing: leave Tap out";
    }
}

/// <summary>A reader beside a till.</summary>
public sealed class ReaderOptions : WireOptions
{
    /// <summary>The TAP of the till it stands at.</summary>
    public string Tap { get; set; } = "";

    internal override IEnumerable<string> Errors()
    {
        foreach (var error in base.Errors()) yield return error;
        if (Tap.Length == 0) yield return "a reader has no Tap: name the TAP of the till it stands at";
    }
}

/// <summary>A host by name or address, and a port.</summary>
internal readonly record struct HostAndPort(string Host, int Port)
{
    public static bool TryParse(string text, out HostAndPort parsed)
    {
        var at = text.LastIndexOf(':');
        var ok = int.TryParse(text.AsSpan(at + 1), out var port) && port is > 0 and <= ushort.MaxValue;
        parsed = at > 0 && ok ? new HostAndPort(text[..at].Trim('[', ']'), port) : default;
        return at > 0 && ok;
    }
}

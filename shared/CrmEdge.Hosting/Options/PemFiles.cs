using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CrmEdge.Hosting.Options;

/// <summary>A server's certificate, from the PEM files that somebody configured.</summary>
public static class PemFiles
{
    /// <summary>Reads the certificate and its key.</summary>
    /// <param name="section">The section that names the files, for the message.</param>
    /// <param name="certificate">File of the certificate and its chain.</param>
    /// <param name="key">File of its key; null where that is in the same file.</param>
    /// <exception cref="ConfigurationErrorsException">A file cannot be read, or the two do not belong together.</exception>
    public static X509Certificate2 Load(string section, string certificate, string? key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationErrorsException(
            [
                $"{section}: the certificate {certificate} with the key {key ?? certificate} cannot be used: "
                + $"{unusable.Message.TrimEnd('.')}. Give PEM files that belong together, and the right to read them.",
            ]);
        }
    }
}

using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Grpc.Runtime.Wire;

namespace Grpc.Runtime.Server;

/// <summary>The call as its handler sees it.</summary>
internal sealed partial class ServerCall
{
    private const string CommonName = "x509_common_name";
    private const string AlternativeName = "x509_subject_alternative_name";

    private Metadata? _requestHeaders;
    private Metadata? _trailers;

    protected override string MethodCore => _settings.Method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => Http.Connection.RemoteIpAddress switch
    {
        { AddressFamily: AddressFamily.InterNetwork } ip => $"ipv4:{ip}:{Http.Connection.RemotePort}",
        { AddressFamily: AddressFamily.InterNetworkV6 } ip => $"ipv6:[{ip}]:{Http.Connection.RemotePort}",
        null => $"unix:{Http.Connection.Id}",
        _ => $"unknown:{Http.Connection.RemoteIpAddress}",
    };

    protected override DateTime DeadlineCore { get; } = DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders();

    protected override CancellationToken CancellationTokenCore => _cancel?.Token ?? Http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => field ??= ReadCertificate(Http.Connection.ClientCertificate);

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_bodyStarted || Http.Response.HasStarted)
            throw new InvalidOperationException("Response headers can only be sent once, and before the first message.");
        StatusWriter.Add(Http.Response.Headers, responseHeaders);
        EnterWrite();
        try
        {
            await Http.Response.BodyWriter.FlushAsync(CancellationTokenCore).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _writing = false;
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Pass the call's Deadline and CancellationToken on to the child call instead.");

    private static AuthContext ReadCertificate(X509Certificate2? certificate)
    {
        var properties = new Dictionary<string, List<AuthProperty>>();
        if (certificate is null) return new AuthContext(null, properties);
        properties[CommonName] = [Property(CommonName, certificate.GetNameInfo(X509NameType.SimpleName, false))];
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names = alternatives?.EnumerateDnsNames().ToList();
        if (names is not { Count: > 0 }) return new AuthContext(CommonName, properties);
        properties[AlternativeName] = names.ConvertAll(name => Property(AlternativeName, name));
        return new AuthContext(AlternativeName, properties);
    }

    private static AuthProperty Property(string name, string value) => AuthProperty.Create(name, Encoding.UTF8.GetBytes(value));

    private Metadata ReadHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in Http.Request.Headers)
            foreach (var value in values) MetadataCodec.Read(metadata, name, value);
        return metadata;
    }
}

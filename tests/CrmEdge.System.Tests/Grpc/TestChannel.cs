using System.Net.Security;
using Grpc.Net.Client;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>Channels to loopback servers.</summary>
internal static class TestChannel
{
    public static GrpcChannel To(
        int port, TestCertificates? tls = null, bool withCertificate = false, Action<GrpcChannelOptions>? options = null)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false };
        if (tls is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                tls.Issued(certificate) && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
            if (withCertificate) handler.SslOptions.ClientCertificates = [tls.Client];
        }
        var configured = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        options?.Invoke(configured);
        return GrpcChannel.ForAddress($"{(tls is null ? "http" : "https")}://127.0.0.1:{port}", configured);
    }
}

using System.Security.Cryptography.X509Certificates;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Hosting.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CrmEdge.Cloud.Host.Enrolment;

internal static class EnrolmentModule
{
    private const string Listener = "enrol";
    private const int EnrolPort = 8443;
    private const int SyncPort = 8444;

    public static WebApplicationBuilder AddEnrolment(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<EdgeOptions>(EdgeOptions.Section)
            .AddSingleton<CertificateAuthority>()
            .AddSingleton<IStartStep, AuthoritySeed>()
            .AddSingleton<PairingCodes>()
            .AddSingleton<EdgeCertificates>()
            .AddSingleton<EdgeDirectory>()
            .AddSingleton<EdgeRevocations>()
            .AddSingleton<EnrolmentAttempts>()
            .AddSingleton<SyncAddress>()
            .AddGrpc();
        return builder
            .AddListener(Listener, EnrolPort, listen => Secure(listen, mutual: false))
            .AddListener(SyncAddress.Listener, SyncPort, listen => Secure(listen, mutual: true));
    }

    public static void MapEnrolment(this WebApplication app, IEndpointRouteBuilder backOffice)
    {
        EdgesApi.Map(backOffice);
        app.MapGrpcService<EnrolmentService>().On(Listener);
        app.MapGrpcService<RenewalService>().On(SyncAddress.Listener);
    }

    private static void Secure(ListenOptions listen, bool mutual)
    {
        var authority = listen.ApplicationServices.GetRequiredService<CertificateAuthority>();
        listen.Protocols = HttpProtocols.Http2;
        listen.UseHttps(https =>
        {
            https.ServerCertificateSelector = (_, _) => authority.Server();
            if (!mutual) return;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            // Names, revocation and an end that has passed are answered in words once the call is there.
            https.ClientCertificateValidation = (certificate, _, _) => authority.IssuedToEdge(new X509Certificate2(certificate));
        });
    }
}

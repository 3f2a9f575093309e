using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>How a probe server listens.</summary>
internal sealed record ProbeHostOptions
{
    public TestCertificates? Tls { get; init; }

    public bool Mutual { get; init; }

    public bool Gzip { get; init; }

    public int Port { get; init; }

    public int? MaxReceive { get; init; } = 4 * 1024 * 1024;

    public Action<KestrelServerOptions>? Kestrel { get; init; }
}

/// <summary>The probe service on Kestrel, on a loopback port.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeHost(WebApplication app, ErrorLog errors, ProbeState state)
    {
        (_app, Errors, State) = (app, errors, state);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(addresses.First()).Port;
    }

    public int Port { get; }

    public ErrorLog Errors { get; }

    public ProbeState State { get; }

    public static async Task<ProbeHost> StartAsync(ProbeHostOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var errors = new ErrorLog();
        var state = new ProbeState();
        builder.Logging.AddProvider(errors);
        builder.Services.AddRouting().AddSingleton(state).AddSingleton(TestClock.Real);
        builder.Services.AddGrpc(o =>
        {
            o.MaxReceiveMessageSize = options.MaxReceive;
            if (options.Gzip) o.ResponseCompressionAlgorithm = "gzip";
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            options.Kestrel?.Invoke(kestrel);
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => Listen(listen, options));
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<ProbeService>();
        await app.StartAsync();
        return new ProbeHost(app, errors, state);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        State.Stuck.TrySetResult();
        await _app.DisposeAsync();
        Errors.AssertNothingUnexpected();
    }

    private static void Listen(ListenOptions listen, ProbeHostOptions options)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (options.Tls is not { } tls) return;
        listen.UseHttps(https =>
        {
            https.ServerCertificate = tls.Server;
            if (!options.Mutual) return;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, errors) =>
                tls.Issued(certificate) && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);
        });
    }
}

using System.Net;
using System.Net.Security;
using System.Text.Json;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Hosting.Tracing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>
/// The tills' own listener, apart from the pages and figures of the agent: what a till may reach is this path alone.
/// </summary>
internal sealed class NexoServer(
    NexoDesk desk, PairedTills tills, Traces traces, TimeProvider time, IOptions<NexoOptions> options, ILoggerFactory logs)
    : IHostedService, IDisposable
{
    public const int BodyBytesMax = 256 * 1_024;

    private readonly ILogger _logger = logs.CreateLogger<NexoServer>();
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;

    /// <summary>Where it listens, once started.</summary>
    public Uri? Address => _app is null ? null : new Uri(_app.Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Without a paired till there is nobody to listen for.
        if (!options.Value.Enabled || !tills.Any) return;
        var certificate = LocalCertificate.Load(options.Value, time.GetUtcNow());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            kestrel.Limits.MaxConcurrentConnections = Tcp.TcpLineListener.ConnectionsMax;
            kestrel.Listen(IPEndPoint.Parse(options.Value.Listen), listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    // Who a certificate is comes from its pairing, not from who signed it.
                    ClientCertificateValidation = (_, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable,
                });
            });
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
        await _app.StartAsync(cancellationToken);
        NexoLog.Listening(_logger, _app.Urls.First(), certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_app is null) return;
        await _app.StopAsync(cancellationToken);
        await _app.DisposeAsync();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task HandleAsync(HttpContext http)
    {
        using var step = traces.Enter("ticket", http.Request.Headers[TraceContext.Header]);
        http.Response.Headers[TraceContext.Header] = TraceContext.Current;
        if (http.Request.Path.Value?.TrimEnd('/') != "/nexo")
        {
            await TurnAwayAsync(http, 404, "unknown_path", "Tills send to /nexo/.");
            return;
        }
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await TurnAwayAsync(http, 405, "method_not_allowed", "Send messages with POST.");
            return;
        }
        if (await TapAsync(http) is not { } tap)
        {
            NexoLog.NotPaired(_logger, $"{http.Connection.RemoteIpAddress}");
            await RefuseAsync(http, 401, "not_paired", Core.Pos.PosWords.Say(Core.Pos.PosWords.NotPaired));
            return;
        }
        try
        {
            await AnswerAsync(http, tap);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            var tooLong = e.StatusCode == StatusCodes.Status413PayloadTooLarge;
            await TurnAwayAsync(http, e.StatusCode, tooLong ? "message_too_long" : "malformed_request", tooLong
                ? "The message is longer than 262144 bytes. Send fewer items." : "The request was broken off or is no HTTP. Send it again.");
        }
    }

    private async Task AnswerAsync(HttpContext http, string tap)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        // The sale goes on when the till hangs up: it is stopped by the agent's end alone.
        var answer = await desk.AnswerAsync(tap, body.ToArray(), _stopping.Token);
        if (answer.Body is not { } json)
        {
            await RefuseAsync(http, 400, answer.Code, answer.Say);
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(json.ToJsonString(), http.RequestAborted);
    }

    private async ValueTask<string?> TapAsync(HttpContext http)
    {
        var bearer = http.Request.Headers.Authorization.ToString();
        var secret = http.Request.Headers["X-API-Key"].ToString() is { Length: > 0 } key ? key
            : bearer.StartsWith("Bearer ", StringComparison.Ordinal) ? bearer["Bearer ".Length..] : null;
        return tills.BySecret(secret) ?? tills.ByCertificate(await http.Connection.GetClientCertificateAsync());
    }

    private Task TurnAwayAsync(HttpContext http, int status, string code, string message)
    {
        NexoLog.NoMessage(_logger, $"{http.Connection.RemoteIpAddress}", code);
        return RefuseAsync(http, status, code, message);
    }

    // The shape in which nexo terminals report what is no message at all.
    private static Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        var body = new { status, errorCode = code, message, errorType = "validation" };
        return http.Response.WriteAsync(JsonSerializer.Serialize(body), http.RequestAborted);
    }
}

using System.Net;
using CrmEdge.SystemTests.Rpc.Probes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Benchmarks.Rpc;

/// <summary>
/// Our server in a process of its own, as the yardstick's is; beside gRPC a bare HTTP/2 echo: what the stack can do.
/// </summary>
internal static class GrpcBenchServer
{
    public const string Command = "grpc-server";

    /// <summary>Prints <c>port N</c> and serves until the process is ended or its standard input closes.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting().AddSingleton<EchoService>();
        builder.Services.AddGrpc();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EchoService>();
        app.MapPost(
            "/bare", (HttpContext http) => http.Request.Body.CopyToAsync(http.Response.Body, http.RequestAborted));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine($"port {new Uri(address).Port}");
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    private sealed class EchoService : Probe.ProbeBase
    {
        public override Task<Reply> Echo(Ask request, ServerCallContext context) =>
            Task.FromResult(new Reply { Text = request.Text, Data = request.Data, Count = request.Count });

        public override async Task Chat(
            IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
        {
            await foreach (var ask in requestStream.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(new Reply { Text = ask.Text, Data = ask.Data, Count = ask.Count });
        }
    }
}

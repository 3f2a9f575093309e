using System.Globalization;
using CrmEdge.Edge.Agent.Cli;
using CrmEdge.Edge.Agent.Devices;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent;

/// <summary>The composition root: each part is one AddX and one MapX.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => Commands.RunAsync(args);

    /// <summary>The whole agent, not started.</summary>
    /// <param name="settings">As on the command line, such as <c>--Agent:Folder=/var/lib/crmedge-agent</c>.</param>
    /// <param name="adjust">What a caller in the same process wants otherwise, such as another clock.</param>
    public static WebApplication Build(string[] settings, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddCrmEdgeHosting();
        SetPlaces(builder.Configuration);
        builder.WebHost.UseUrls(WebAddress(builder.Configuration).ToString());
        builder.Services.AddCheckedSection<WebOptions>(WebOptions.Section);
        builder.Services.AddIdentity().AddJournal().AddLink().AddPos().AddDevices();
        adjust?.Invoke(builder);
        var app = builder.Build();
        app.MapOperations();
        app.MapLink();
        app.MapDevices();
        return app;
    }

    /// <summary>Where the agent's own pages answer: on this machine alone.</summary>
    public static Uri WebAddress(IConfiguration configuration)
    {
        // What is no port is named with all other mistakes in the settings, which are looked at once all is built.
        var given = configuration[$"{WebOptions.Section}:{nameof(WebOptions.Port)}"];
        var port = ushort.TryParse(given, CultureInfo.InvariantCulture, out var read) ? read : new WebOptions().Port;
        return new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
    }

    // What lies in the agent's folder unless it was put elsewhere.
    private static void SetPlaces(ConfigurationManager configuration)
    {
        var folder = configuration.GetValue<string>("Agent:Folder") ?? new Enrolment.AgentOptions().Folder;
        configuration["Journal:Path"] ??= Path.Combine(Path.GetFullPath(folder), "journal.db");
        configuration["Nexo:CertificateFolder"] ??= Path.Combine(Path.GetFullPath(folder), "nexo");
    }
}

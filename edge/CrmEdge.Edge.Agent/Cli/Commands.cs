using System.CommandLine;
using CrmEdge.Edge.Agent.Devices;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent.Cli;

/// <summary>What <c>crmedge-agent</c> can be told on the command line. Settings follow as <c>--Section:Key=value</c>.</summary>
internal static class Commands
{
    private const int Done = 0;
    private static readonly TimeSpan StatusMost = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "The CrmEdge agent of a store or hub. Behind every command settings may follow, such as "
            + "--Agent:Folder=/var/lib/crmedge-agent.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.Add(Enrol());
        root.Add(PairCommand.New(Settings, GuardAsync));
        root.Add(Verb("run", "Run the agent (what it does when told nothing)", ServeAsync));
        root.Add(Verb("status", "Show who this edge is and how its link stands", StatusAsync));
        root.SetAction((parsed, ct) => GuardAsync(() => ServeAsync(Settings(parsed), ct)));
        return await root.Parse(args).InvokeAsync();
    }

    private static Command Verb(string name, string description, Func<string[], CancellationToken, Task<int>> act)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, ct) => GuardAsync(() => act(Settings(parsed), ct)));
        return command;
    }

    private static Command Enrol()
    {
        var code = new Argument<string>("code") { Description = "The pairing code from the back office" };
        var cloud = new Option<string>("--cloud") { Description = "The cloud's enrolment endpoint, https://host:port",
            Required = true };
        var command = new Command("enrol", "Make this box an edge with a pairing code") { TreatUnmatchedTokensAsErrors = false };
        command.Add(code);
        command.Add(cloud);
        command.SetAction((parsed, ct) =>
            GuardAsync(() => EnrolAsync(parsed.GetRequiredValue(code), parsed.GetRequiredValue(cloud), Settings(parsed), ct)));
        return command;
    }

    private static string[] Settings(ParseResult parsed) => [.. parsed.UnmatchedTokens];

    /// <summary>The agent, not started, once all its settings are right.</summary>
    public static WebApplication Build(string[] settings)
    {
        var app = Program.Build(settings);
        app.Services.ThrowOnMistakes(settings);
        return app;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> act)
    {
        var code = Done;
        var ended = await Executable.RunAsync(async () =>
        {
            try
            {
                code = await act();
            }
            catch (EnrolmentException e)
            {
                await Console.Error.WriteLineAsync($"{e.Code}: {e.Message}");
                code = Executable.Unavailable;
            }
            catch (JournalOpenException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                code = Executable.Unavailable;
            }
        }, Console.Error);
        return ended == Done ? code : ended;
    }

    private static async Task<int> ServeAsync(string[] settings, CancellationToken ct)
    {
        await using var app = Build(settings);
        if (app.Services.GetRequiredService<IdentityStore>().Current is null) throw EnrolmentException.NotEnrolled();
        await app.ServeAsync(ct);
        return Done;
    }

    private static async Task<int> EnrolAsync(string code, string address, string[] settings, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var cloud) || cloud.Scheme != Uri.UriSchemeHttps)
            throw new EnrolmentException("address_malformed",
                $"{address} is no address of the cloud. Give it as https://host:port.");
        await using var app = Build([.. settings, "--Logging:LogLevel:Default=Warning"]);
        var identity = await app.Services.GetRequiredService<Enroller>().EnrolAsync(code, cloud, ct);
        await Console.Out.WriteLineAsync(
            $"This box is edge {identity.EdgeId} until {identity.ValidUntil:u}; it renews itself. "
            + $"Start it with: {Run(settings)}");
        return Done;
    }

    private static string CertificateLine(WebApplication app, EdgeIdentity identity) =>
        identity.ValidUntil > app.Services.GetRequiredService<CloudClock>().Now
            ? $"certificate until {identity.ValidUntil:u}"
            : $"certificate ended {identity.ValidUntil:u}. Ask the back office for a new pairing code of this edge " +
                $"(POST /backoffice/v2/edges/{identity.EdgeId}/actions PAIR), then: " +
                $"crmedge-agent enrol CODE --cloud {identity.Cloud}. What is recorded is kept and sent then";

    private static async Task<int> StatusAsync(string[] settings, CancellationToken ct)
    {
        await using var app = Build(settings);
        var identity = app.Services.GetRequiredService<IdentityStore>().Current ?? throw EnrolmentException.NotEnrolled();
        await Console.Out.WriteLineAsync($"edge {identity.EdgeId}\ncloud {identity.Sync}\n{CertificateLine(app, identity)}");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = StatusMost };
        try
        {
            var status = await http.GetFromJsonAsync<AgentStatus>(new Uri(Program.WebAddress(app.Configuration), "/status"), ct);
            await Console.Out.WriteLineAsync($"link {status!.Link} {status.LastRefusal}".TrimEnd());
            await Console.Out.WriteLineAsync($"records {status.LastRecord}, confirmed {status.Confirmed}");
            if (status.WhatToDo.Length > 0) await Console.Out.WriteLineAsync(status.WhatToDo);
            return Done;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Out.WriteLineAsync($"the agent is not running here. Start it with: {Run(settings)}");
            return Executable.Unavailable;
        }
    }

    private static string Run(string[] settings) => string.Join(' ', ["crmedge-agent run", .. settings]);
}

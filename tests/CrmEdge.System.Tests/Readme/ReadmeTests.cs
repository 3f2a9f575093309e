using System.Data.Common;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Readme;

/// <summary>What README tells a newcomer to type is typed, in its order, and does what README says.</summary>
public sealed class ReadmeTests : IDisposable
{
    private const string HostOnOwnDatabase = "crmedge-host";
    private const string HostOnGivenDatabase = "crmedge-host --Database";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] ElsewhereTested = ["dotnet publish", "export PATH", "psql", HostOnGivenDatabase];

    private readonly ReadmeShell _shell = new();
    private readonly List<string> _typed = [];

    [Fact]
    public async Task From_keys_to_a_sale_on_a_serial_line_and_a_reading_on_the_account()
    {
        await TypeAsync("crmedge-host keys init");
        await using var host = Start(ReadmeCommands.All.Single(command => command == HostOnOwnDatabase));
        await host.PortAsync(_shell.Sync, Patience);
        await OpenBusinessAsync();
        await EnrolAsync();
        await SellAsync();
        await MeterAsync();
        Assert.DoesNotContain(ReadmeCommands.All.Except(_typed),
            command => !ElsewhereTested.Any(other => command.StartsWith(other, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_database_with_the_roles_of_the_script_takes_the_three_logins()
    {
        var postgres = new TestPostgres();
        await using var _ = postgres;
        await postgres.InitializeAsync();
        var login = new DbConnectionStringBuilder { ConnectionString = postgres.Cluster.ConnectionString("postgres") };
        _shell.Means("psql -h db -U postgres", $"env PGPASSWORD='{login["Password"]}' psql -v ON_ERROR_STOP=1 -h {login["Host"]} "
            + $"-p {login["Port"]} -U {login["Username"]} -d postgres");
        _shell.Means("Host=db", $"Host={login["Host"]};Port={login["Port"]}");
        await TypeAsync("psql");
        await TypeAsync("crmedge-host keys init");
        await using var host = Start(ReadmeCommands.One(HostOnGivenDatabase));
        await host.PortAsync(_shell.Rest, Patience);
        Assert.False(Directory.Exists(_shell.Folder["data"]));
    }

    [Fact]
    public void What_is_published_are_the_two_programs_the_other_commands_call()
    {
        var published = ReadmeCommands.All.Where(command => command.StartsWith("dotnet publish ", StringComparison.Ordinal))
            .Select(command => Repo.File(command.Split(' ')[2])).ToList();
        Assert.All(published, folder => Assert.True(Directory.Exists(folder), folder));
        Assert.Equal(["crmedge-agent", "crmedge-host"],
            published.Select(folder => Path.GetFileName(Repo.Executable(Path.GetFileName(folder)))).Order());
    }

    public void Dispose() => _shell.Dispose();

    private async Task OpenBusinessAsync()
    {
        var opened = await TypeAsync("./deploy/first-business");
        _shell.Means("api_key: KEY", $"api_key: {LastWord(opened, "API key")}");
        _shell.Means("enrol CODE", $"enrol {LastWord(opened, "Pairing code")}");
    }

    private async Task EnrolAsync()
    {
        await TypeAsync("crmedge-agent enrol");
        await using var agent = await LinkedAsync("crmedge-agent run");
        Assert.Contains("link online", await TypeAsync("crmedge-agent status"));
    }

    private async Task SellAsync()
    {
        var (till, reader) = (_shell.Folder["till"], _shell.Folder["reader"]);
        _shell.Means("/dev/serial/by-id/usb-TILL", till);
        _shell.Means("/dev/serial/by-id/usb-READER", reader);
        await using var line = await SerialAsync(till);
        await using var other = await SerialAsync(reader);
        await using var agent = await LinkedAsync("crmedge-agent run --Pos");
        await agent.LineAsync($"{till} is open", Patience);
        await agent.LineAsync($"{reader} is open", Patience);
        var sale = await TestProcess.RunAsync(ProcessPlan.Ours("CrmEdge.Simulators", "till", "--serial", $"{till}-end", "--tap",
            "TILL-1", "--log", _shell.Folder["till.jsonl"], "--sales", "1", "--customers", "L-0001"), Patience);
        Assert.Contains(" approved ok Awarded ", Assert.Single(sale.Output), StringComparison.Ordinal);
    }

    private async Task MeterAsync()
    {
        await using var agent = await LinkedAsync("crmedge-agent run --Devices");
        var paired = await TypeAsync("crmedge-agent pair");
        _shell.Means("USERNAME", LastWord(paired, "username"));
        _shell.Means("PASSWORD", LastWord(paired, "password"));
        await TypeAsync("mosquitto_pub");
        await Eventually.HoldsAsync("the reading is on the account",
            async () => string.Concat(await TypeAsync("curl")),
            account => account.Contains("\"balance\":0.10,", StringComparison.Ordinal), Patience);
    }

    private async Task<TestProcess> LinkedAsync(string beginning)
    {
        var command = beginning == "crmedge-agent run"
            ? ReadmeCommands.All.Single(line => line == beginning) : ReadmeCommands.One(beginning);
        var agent = Start(command);
        await agent.LineAsync("Connected to the cloud", Patience);
        return agent;
    }

    private static async Task<TestProcess> SerialAsync(string port)
    {
        var pair = TestProcess.Start(
            new ProcessPlan("/usr/bin/socat", $"pty,raw,echo=0,link={port}", $"pty,raw,echo=0,link={port}-end"));
        await Eventually.IsTrueAsync($"{port}-end is there", () => File.Exists($"{port}-end"), Patience);
        return pair;
    }

    private TestProcess Start(string command)
    {
        _typed.Add(command);
        return TestProcess.Start(_shell.Plan(command));
    }

    /// <summary>Types the command that begins so and waits for its end; what it said.</summary>
    private async Task<IReadOnlyList<string>> TypeAsync(string beginning)
    {
        var command = ReadmeCommands.One(beginning);
        _typed.Add(command);
        var run = await TestProcess.RunAsync(_shell.Plan(command), Patience);
        Assert.True(await run.Exited == 0, $"{command}\n{string.Join('\n', run.Output.Concat(run.Errors))}");
        return run.Output;
    }

    private static string LastWord(IEnumerable<string> lines, string beginning) =>
        lines.Single(line => line.StartsWith(beginning, StringComparison.Ordinal)).Split(' ')[^1];
}

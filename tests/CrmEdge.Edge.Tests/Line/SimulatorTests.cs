using System.Text.Json.Nodes;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Readers;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Tests.Nexo;
using CrmEdge.Edge.Tests.Pos;
using CrmEdge.Simulators.CardReader;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Line;

/// <summary>The simulated till is written from the protocol's page alone: that the two understand each other tests the page.</summary>
public sealed class SimulatorTests : IAsyncDisposable
{
    private readonly string _address = NexoPeer.FreshAddress();
    private readonly Store _store;

    public SimulatorTests() => _store = new Store
    {
        Settings = { ["Pos:Lines:0:Listen"] = "127.0.0.1:0", ["Nexo:Enabled"] = "true", ["Nexo:Listen"] = $"{_address}:8443" },
    };

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("--line")]
    [InlineData("--nexo")]
    public async Task A_simulated_till_rings_and_what_it_was_told_is_what_is_booked(string way)
    {
        await _store.StartAsync();
        await Eventually.IsTrueAsync(() => _store.Get<Wires>().Listening.Count == 1);
        var where = way == "--line" ? $"{_store.Get<Wires>().Listening[0]}" : $"https://{_address}:8443/nexo/";
        _store.Link.Reply = seq => seq % 3 == 0 ? ScriptedLink.Refused("funds_short") : ScriptedLink.Posted();
        var log = _store.Folder["till.jsonl"];
        string[] arguments =
            ["till", way, where, "--secret", Store.Secret, "--tap", Store.Tap, "--log", log, "--sales", "9", "--spend-every", "3"];
        await RingAsync(arguments);
        var told = Told(log);
        Assert.Equal(9, told.Count);
        foreach (var (reference, approved) in told)
        {
            var state = _store.Journal.Reader.FindOperation(new BookingKey(Store.Tap, "2026-11-21", reference).Sale)!.Status.State;
            Assert.Equal(approved ? OperationState.Approved : OperationState.Declined, state);
        }
        Assert.Contains(told.Values, approved => approved);
        Assert.Contains(told.Values, approved => !approved);

        // Rung again after a crash of the till, the same sales are the same sales.
        await RingAsync(arguments);
        Assert.Equal(told, Told(log));
        Assert.Equal(9, _store.Records().Count);
        var lines = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("LOYAL-0001", lines, StringComparison.Ordinal);
        Assert.DoesNotContain(Store.Secret, lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulated_reader_on_a_pseudo_terminal_is_read_and_may_be_unplugged()
    {
        var link = _store.Folder["reader"];
        _store.Settings["Pos:Readers:0:Serial"] = link;
        _store.Settings["Pos:Readers:0:Tap"] = Store.Tap;
        var shown = _store.Get<PresentedCustomers>();
        using (var reader = new SimulatedReader(link))
        {
            await _store.StartAsync();
            await _store.Logs.SeenAsync(2220);
            reader.Swipe(Store.Pan);
            await Eventually.IsTrueAsync(() => shown.At(Store.Tap)?.Who is Means.Medium);
        }
        await _store.Logs.SeenAsync(2222);
        using var again = new SimulatedReader(link);
        await Eventually.IsTrueAsync(() => _store.Logs.Count(2220) == 2);
        again.Scan("1234567890123456");
        await Eventually.IsTrueAsync(() => shown.At(Store.Tap)?.Who is Means.WalletCode);
    }

    private static async Task RingAsync(string[] arguments)
    {
        var till = await TestProcess.RunAsync(ProcessPlan.Ours("CrmEdge.Simulators", arguments), TimeSpan.FromMinutes(1));
        Assert.True(await till.Exited == 0, string.Join('\n', till.Errors));
    }

    private static Dictionary<string, bool> Told(string log)
    {
        var references = new Dictionary<int, string>();
        var told = new Dictionary<string, bool>();
        foreach (var line in File.ReadLines(log).Select(text => JsonNode.Parse(text)!))
        {
            var (number, fields) = ((int)line["number"]!, line["fields"]!);
            if ((string?)line["what"] == "asked") references[number] = (string)fields["ref"]!;
            if ((string?)line["what"] == "answered")
                told[references[number]] = (string?)fields["state"] == "approved" || (string?)fields["result"] is "Success" or "Partial";
        }
        return told;
    }
}

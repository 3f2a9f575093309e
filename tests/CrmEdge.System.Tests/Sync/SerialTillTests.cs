using CrmEdge.Hosting;
using CrmEdge.Simulators.Till;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The line protocol over a serial cable (socat), the real agent and the real host: each kind of message as
/// edge/PROTOCOLS.md has it.</summary>
[Collection(nameof(SharedWorld))]
public sealed class SerialTillTests(SyncWorld world)
{
    private const string Day = "day=2026-11-21";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_till_on_a_cable_sells_is_declined_reverses_asks_and_hears_the_same_answer_again()
    {
        var (_, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        var (ours, theirs) = (world.Folder[$"{folder}-agent.tty"], world.Folder[$"{folder}-till.tty"]);
        await using var cable = TestProcess.Start(
            new ProcessPlan("socat", "-d", "-d", $"pty,rawer,link={ours}", $"pty,rawer,link={theirs}"));
        await cable.LineAsync("starting data transfer loop");
        await using var agent = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Edge.Agent", "run",
            $"--Agent:Folder={world.Folder[folder]}", "--Web:Port=0", $"--Pos:Lines:0:Serial={ours}",
            $"--Pos:Lines:0:Tap={SyncWorld.Tap}", $"--Pos:LockFolder={world.Folder[folder]}"));
        await agent.LineAsync("Connected to the cloud", Patience);
        using var log = new TillLog(world.Folder[$"{folder}-till.jsonl"], Ambient.Time);
        await using var till = new LineTill(
            _ => Task.FromResult<Stream>(new FileStream(theirs, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0)),
            null, log, Ambient.Time);
        Task<TillAnswer> AskAsync(string type, params string[] fields) =>
            till.AskAsync(type, StoreBox.Fields(fields), TestContext.Current.CancellationToken).InTimeAsync(Patience);
        string[] sale = [Day, "cur=EUR", "total=12.50", $"code={SyncWorld.Contact}"];

        var sold = await AskAsync("SA", ["ref=cable-1", .. sale]);
        Assert.Equal(("approved", "ok", "12.50"), (sold["state"], sold["code"], sold["topay"]));
        var again = await AskAsync("SA", ["ref=cable-1", .. sale]);
        Assert.Equal((sold["purchase"], sold["state"], sold["topay"]), (again["purchase"], again["state"], again["topay"]));
        var other = await AskAsync("SA", "ref=cable-1", Day, "cur=EUR", "total=13.00", $"code={SyncWorld.Contact}");
        Assert.Equal(("declined", "reference_reused"), (other["state"], other["code"]));
        var status = await AskAsync("ST", "ref=cable-1", Day);
        Assert.Equal((sold["purchase"], "approved"), (status["purchase"], status["state"]));

        var declined = await AskAsync("SA", ["ref=cable-2", .. sale, "spend=5.00", "full=yes", "otp=000000"]);
        Assert.Equal("declined", declined["state"]);
        Assert.NotEqual("", declined["code"]);
        var told = await AskAsync("ST", "ref=cable-2", Day);
        Assert.Equal(("declined", declined["code"]), (told["state"], told["code"]));
        Assert.Equal("unknown", (await AskAsync("ST", "ref=cable-9", Day))["state"]);

        var reversed = await AskAsync("RV", "ref=cable-1", Day, "reason=customer_cancelled");
        Assert.Equal("reversed", reversed["state"]);
        Assert.Equal("reversed", (await AskAsync("RV", "ref=cable-1", Day, "reason=customer_cancelled"))["state"]);
        Assert.Equal("reversed", (await AskAsync("ST", "ref=cable-1", Day))["state"]);
        Assert.Equal("cable-1 cancelled", await world.SqlAsync(
            "SELECT string_agg(reference || ' ' || state, ',') FROM purchase WHERE reference LIKE 'cable-%'"));
    }
}

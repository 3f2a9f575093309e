using System.Text.Json.Nodes;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>What the cloud knows of customers reaches the store, lasts there without a network, and follows every
/// change.</summary>
[Collection(nameof(SharedWorld))]
public sealed class SnapshotTests(SyncWorld world)
{
    private const string Nobody = "loyalty=SNAP-9999";

    [Fact]
    public async Task Customers_are_known_offline_as_the_cloud_last_knew_them_also_after_the_copy_is_lost()
    {
        var bea = await ContactAsync("Bea", "SNAP-0001");
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await HeldAsync(id, folder, box => box.UntilAsync("loyalty=SNAP-0001", "ok"));
        await OfflineAsync(folder, async box =>
        {
            Assert.Equal("Bea", (await box.UntilAsync("loyalty=SNAP-0001", "known_offline"))["name"]);
            Assert.Equal("not_known_offline", (await box.AskAsync("ID", Nobody))["code"]);
            Assert.Equal("not_known_offline", (await box.AskAsync("ID", "loyalty=SNAP-0002"))["code"]);
        });

        await ContactAsync("Cleo", "SNAP-0002");
        await world.PutAsync($"contacts/{bea}", new { first_name = "Beatrice" });
        await HeldAsync(id, folder, box => box.UntilAsync("loyalty=SNAP-0002", "ok"));
        await OfflineAsync(folder, async box =>
        {
            Assert.Equal("Cleo", (await box.UntilAsync("loyalty=SNAP-0002", "known_offline"))["name"]);
            Assert.Equal("Beatrice", (await box.AskAsync("ID", "loyalty=SNAP-0001"))["name"]);
        });

        var cim = (await world.GetAsync($"contacts/{bea}")).GetProperty("cims")[0].GetProperty("id").GetGuid();
        await world.DeleteAsync($"contacts/{bea}/cims/{cim}");
        await HeldAsync(id, folder, box => box.UntilAsync("loyalty=SNAP-0001", "contact_not_found"));
        var file = world.Folder[folder, "snapshots.db"];
        await OfflineAsync(folder, async box =>
        {
            Assert.Equal("not_known_offline", (await box.UntilAsync("loyalty=SNAP-0001", "not_known_offline"))["code"]);
            Assert.Equal("known_offline", (await box.AskAsync("ID", "loyalty=SNAP-0002"))["code"]);
        });

        foreach (var log in Directory.GetFiles(world.Folder[folder], "snapshots.db-*")) File.Delete(log);
        await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)'x', 20_000)], TestContext.Current.CancellationToken);
        await HeldAsync(id, folder, async box =>
        {
            await box.Agent.LineAsync("the cloud sends it again");
            await box.UntilAsync("loyalty=SNAP-0002", "ok");
        });
        await OfflineAsync(folder, box => box.UntilAsync("loyalty=SNAP-0002", "known_offline"));
    }

    /// <summary>Runs the store online until the cloud has sent it what is new.</summary>
    private async Task HeldAsync(Guid id, string folder, Func<StoreBox, Task> look)
    {
        var wanted = await world.CountAsync("SELECT coalesce(max(changed), 0) FROM contact_cim_change");
        await using var box = StoreBox.Start(world, folder);
        await look(box);
        await Eventually.HoldsAsync($"edge {id} holds what changed in transaction {wanted}", async () =>
            await HeldVersionAsync(folder), version => version > wanted);
    }

    private async Task<long> HeldVersionAsync(string folder)
    {
        var read = await TestProcess.RunAsync(new ProcessPlan("/usr/bin/python3", "-c", """
            import sqlite3, sys
            db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
            print((db.execute("SELECT version FROM version WHERE kind = 'contacts'").fetchone() or [0])[0])
            """, world.Folder[folder, "snapshots.db"]));
        return long.Parse(read.Output[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Runs the store with a cloud that does not answer.</summary>
    private async Task OfflineAsync(string folder, Func<StoreBox, Task> look)
    {
        var file = world.Folder[folder, "identity.json"];
        var identity = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        using var dead = FreePort.Take();
        var elsewhere = JsonNode.Parse(identity)!;
        elsewhere["sync"] = $"https://127.0.0.1:{(int)dead}";
        await File.WriteAllTextAsync(file, elsewhere.ToJsonString(), TestContext.Current.CancellationToken);
        await using (var box = StoreBox.Start(world, folder)) await look(box);
        await File.WriteAllTextAsync(file, identity, TestContext.Current.CancellationToken);
    }

    private async Task<Guid> ContactAsync(string name, string loyalty) => (await world.PostAsync("contacts", new
    {
        type = "PERSON", first_name = name, cims = new[] { new { type = "LOYALTY_IDENTIFIER", value = loyalty } },
    })).GetProperty("id").GetGuid();
}

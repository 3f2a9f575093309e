using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Hosting;
using CrmEdge.TestKit;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using Record = CrmEdge.Contracts.Sync.Record;

namespace CrmEdge.SystemTests.Sync;

/// <summary>An agent one version behind or ahead of the cloud works; what the cloud cannot read yet waits for its
/// update.</summary>
[Collection(nameof(SharedWorld))]
public sealed class VersionTests(SyncWorld world)
{
    private const int RecordOfTomorrow = 900;
    private const int FieldOfTomorrow = 999;

    [Fact]
    public async Task A_step_apart_is_welcome_and_two_are_refused_by_name()
    {
        var (_, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        using var peer = new EdgePeer(world.Folder[folder, "identity.json"]);
        foreach (var protocol in (uint[])[0, 1, 2, 3])
        {
            var (welcomed, word) = await peer.GreetAsync(hello => (hello.Protocol, hello.Run) = (protocol, ByteString.Empty));
            using (welcomed)
            {
                Assert.Null(word.Refused);
                Assert.Equal(2u, word.Welcome.Protocol);
            }
        }
        var (call, first) = await peer.GreetAsync(hello => hello.Protocol = 4);
        using (call)
        {
            Assert.Equal("protocol_too_new", first.Refused.Code);
            Assert.Contains("Update the cloud first", first.Refused.Message, StringComparison.Ordinal);
            Assert.True(first.Refused.Retry);
        }
    }

    [Fact]
    public async Task What_a_newer_agent_sends_is_booked_or_waits_for_the_clouds_update_and_stops_nothing()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        using var peer = new EdgePeer(world.Folder[folder, "identity.json"]);
        var (call, first) = await peer.GreetAsync();
        using var ends = call;
        Assert.NotNull(first.Welcome);
        await call.RequestStream.WriteAsync(EdgeMessage.Parser.ParseFrom(Tomorrow([])), TestContext.Current.CancellationToken);
        var richer = Tomorrow(Sale("newer-3"));
        await EdgePeer.SendAsync(call,
            new Record
            {
                Seq = 1, Type = (RecordType)RecordOfTomorrow, Version = 1, Payload = ByteString.CopyFrom(Sale("newer-1")),
            },
            new Record { Seq = 2, Type = RecordType.Purchase, Version = 2, Payload = ByteString.CopyFrom(Sale("newer-2")) },
            new Record { Seq = 3, Type = RecordType.Purchase, Version = 1, Payload = ByteString.CopyFrom(richer) });

        await BookedAsync("newer-3");
        Assert.Equal(Convert.ToHexStringLower(richer),
            await world.SqlAsync($"SELECT encode(payload, 'hex') FROM inbox WHERE edge = '{id}' AND seq = 3"));
        Assert.Equal("1 type_unknown,2 version_unknown", await world.SqlAsync(
            $"SELECT string_agg(seq || ' ' || code, ',' ORDER BY seq) FROM quarantine WHERE edge = '{id}'"));
        var waiting = (await world.GetAsync($"quarantine?edge_id={id}")).GetProperty("content").EnumerateArray()
            .OrderBy(entry => entry.GetProperty("seq").GetInt64()).ToList();
        Assert.All(waiting, entry => Assert.Contains("Update the host, then replay", entry.GetProperty("message").GetString(),
            StringComparison.Ordinal));

        // Seen from the host that was updated, both are records it can read.
        await world.SqlAsync($"UPDATE quarantine SET type = 1, version = 1 WHERE edge = '{id}'");
        foreach (var entry in waiting) await world.ActAsync($"quarantine/{entry.GetProperty("id").GetGuid()}", "REPLAY");
        await BookedAsync("newer-1");
        await BookedAsync("newer-2");
    }

    private static byte[] Sale(string reference) => new Purchase
    {
        Key = new BookingKey { Tap = SyncWorld.Tap, BusinessDate = "2026-11-21", Reference = reference },
        Identification = new Identification { ContactCode = SyncWorld.Contact },
        SoldAt = Timestamp.FromDateTimeOffset(Ambient.Time.GetUtcNow()),
        Currency = "EUR", Totals = new Totals { Net = 1000, Total = 1000 },
    }.ToByteArray();

    /// <summary>The message with a field that nobody knows yet.</summary>
    private static byte[] Tomorrow(byte[] message)
    {
        using var bytes = new MemoryStream();
        bytes.Write(message);
        var output = new CodedOutputStream(bytes);
        output.WriteTag(FieldOfTomorrow, WireFormat.WireType.LengthDelimited);
        output.WriteString("what tomorrow knows");
        output.Flush();
        return bytes.ToArray();
    }

    private Task<long> BookedAsync(string reference) => Eventually.HoldsAsync($"{reference} booked",
        async () => await world.CountAsync($"SELECT count(*) FROM purchase WHERE reference = '{reference}'"), n => n == 1);
}

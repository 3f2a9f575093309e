using System.Security.Cryptography.X509Certificates;
using CrmEdge.Contracts.Common;
using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Hosting;
using CrmEdge.TestKit;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;
using Record = CrmEdge.Contracts.Sync.Record;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The questions of a till over mutual TLS: from here, and from a client nobody here wrote.</summary>
[Collection(nameof(SharedWorld))]
public sealed class PointOfSaleTests(SyncWorld world)
{
    private const string Day = "2026-11-21";

    [Fact]
    public async Task Each_question_has_its_named_answer()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        using var peer = new EdgePeer(world.Folder[folder, "identity.json"]);
        var till = new PointOfSale.PointOfSaleClient(peer.Invoker);

        var known = (await IdentifyAsync(till, Who(new Identification { ContactCode = SyncWorld.Contact }))).Customer;
        Assert.Equal((SyncWorld.Contact, "Ada"), (known.ContactCode, known.DisplayName));
        Assert.Equal(known.ContactId,
            (await IdentifyAsync(till, Who(new Identification { ContactId = known.ContactId }))).Customer.ContactId);
        foreach (var (code, tap, who) in Refused())
        {
            var answer = (await IdentifyAsync(till, new IdentifyRequest { Tap = tap, Identification = who })).Refused;
            Assert.Equal((code, true), (answer.Code, answer.Message.EndsWith('.')));
        }

        Assert.Equal("sale_unknown", (await StatusAsync(till, About("pos-1"))).Unknown.Code);
        Assert.Equal("tap_not_paired", (await StatusAsync(till, new StatusRequest
        {
            Key = new BookingKey { Tap = "TILL-9", BusinessDate = Day, Reference = "pos-1" },
        })).Unknown.Code);
        Assert.Equal("tap_not_paired", (await StatusAsync(till, new StatusRequest())).Unknown.Code);
        await SellAsync(peer, "pos-1");
        var result = await Eventually.HoldsAsync("the sale is known",
            async () => (await StatusAsync(till, About("pos-1"))).Result,
            found => found is not null);
        Assert.Equal(("POSTED", "EUR", 1000L), (result!.State, result.Currency, result.AmountToPay));

        await world.ActAsync($"edges/{id}", "REVOKE");
        Assert.Equal("certificate_revoked",
            (await IdentifyAsync(till, Who(new Identification { ContactCode = SyncWorld.Contact }))).Refused.Code);
        Assert.Equal("certificate_revoked", (await StatusAsync(till, About("pos-1"))).Unknown.Code);
    }

    private static (string Code, string Tap, Identification Who)[] Refused()
    {
        var (nobody, garbage) = (ByteString.CopyFrom(new byte[32]), ByteString.CopyFrom(new byte[60]));
        return
        [
            ("contact_not_found", SyncWorld.Tap, new Identification { ContactCode = "NOBODY" }),
            ("contact_not_found", SyncWorld.Tap, new Identification { Cim = new CimHash { KeyId = 1, Hash = nobody } }),
            ("contact_not_found", SyncWorld.Tap, new Identification()),
            ("seal_broken", SyncWorld.Tap, new Identification { WalletCode = new Sealed { KeyId = 1, Box = garbage } }),
            ("seal_broken", SyncWorld.Tap, new Identification { SpendToken = new Sealed { KeyId = 77 } }),
            ("tap_not_paired", "TILL-9", new Identification { ContactCode = SyncWorld.Contact }),
        ];
    }

    [Fact]
    public async Task A_foreign_client_with_the_edges_certificate_is_answered_and_without_it_is_not_let_in()
    {
        var (_, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        using var peer = new EdgePeer(world.Folder[folder, "identity.json"]);
        var own = Directory.CreateDirectory(world.Folder[$"{folder}-python"]).FullName;
        await PemAsync(own, "ca.pem", "CERTIFICATE", peer.Authority);
        await PemAsync(own, "edge.pem", "CERTIFICATE", peer.Chain);
        await PemAsync(own, "edge.key", "PRIVATE KEY", peer.Key);
        var contract = new FileDescriptorSet
        {
            File =
            {
                Timestamp.Descriptor.File.ToProto(), CommonReflection.Descriptor.ToProto(), PosReflection.Descriptor.ToProto(),
            },
        };
        await File.WriteAllBytesAsync(
            Path.Combine(own, "contract.pb"), contract.ToByteArray(), TestContext.Current.CancellationToken);
        var script = Path.Combine(AppContext.BaseDirectory, "Sync", "peers", "pos_client.py");
        var run = await TestProcess.RunAsync(new ProcessPlan(
            "/usr/bin/python3", script, own, $"{peer.Sync.Port}", SyncWorld.Tap, SyncWorld.Contact));
        Assert.True(await run.Exited == 0, string.Join('\n', run.Output.Concat(run.Errors)));
        Assert.Equal(
            [
                "identify ok Ada", "identify refused contact_not_found", "status unknown sale_unknown",
                "no certificate UNAVAILABLE",
            ],
            run.Output);
    }

    [Fact]
    public async Task Nobody_is_let_in_without_a_certificate_of_this_cloud()
    {
        var (_, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        using var peer = new EdgePeer(world.Folder[folder, "identity.json"]);
        using var foreign = ForeignCertificate();
        foreach (var certificate in (X509Certificate2?[])[null, foreign])
        {
            using var channel = peer.Dial(certificate);
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await IdentifyAsync(
                new PointOfSale.PointOfSaleClient(channel), Who(new Identification { ContactCode = SyncWorld.Contact })));
            Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        }
    }

    private static X509Certificate2 ForeignCertificate()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var now = Ambient.Time.GetUtcNow();
        return new CertificateRequest("CN=edge", key, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }

    private static async Task<IdentifyReply> IdentifyAsync(PointOfSale.PointOfSaleClient till, IdentifyRequest request) =>
        await till.IdentifyAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<StatusReply> StatusAsync(PointOfSale.PointOfSaleClient till, StatusRequest request) =>
        await till.StatusAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    private static IdentifyRequest Who(Identification who) =>
        new() { Tap = SyncWorld.Tap, RequestId = "question", Identification = who };

    private static StatusRequest About(string reference) =>
        new() { Key = new BookingKey { Tap = SyncWorld.Tap, BusinessDate = Day, Reference = reference } };

    private static async Task SellAsync(EdgePeer peer, string reference)
    {
        using var call = (await peer.GreetAsync()).Call;
        await EdgePeer.SendAsync(call, new Record
        {
            Seq = 1, Type = RecordType.Purchase, Version = 1, Payload = new Purchase
            {
                Key = About(reference).Key, Currency = "EUR",
                Identification = new Identification { ContactCode = SyncWorld.Contact },
                Totals = new Totals { Net = 1000, Total = 1000 },
                SoldAt = Timestamp.FromDateTimeOffset(Ambient.Time.GetUtcNow()),
            }.ToByteString(),
        });
    }

    private static Task PemAsync(string folder, string name, string label, byte[] der) => File.WriteAllTextAsync(
        Path.Combine(folder, name), System.Security.Cryptography.PemEncoding.WriteString(label, der),
        TestContext.Current.CancellationToken);
}

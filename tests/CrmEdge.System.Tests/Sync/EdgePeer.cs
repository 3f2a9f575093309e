using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CrmEdge.Contracts.Sync;
using CrmEdge.Hosting;
using CrmEdge.TestKit;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;
using Record = CrmEdge.Contracts.Sync.Record;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The other end of the link by hand: it has the identity of an enrolled box and says what a test wants said.</summary>
internal sealed class EdgePeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly X509Certificate2 _certificate;
    private readonly GrpcChannel _channel;

    public EdgePeer(string identityFile)
    {
        using var identity = JsonDocument.Parse(File.ReadAllBytes(identityFile));
        var root = identity.RootElement;
        Key = root.GetProperty("key").GetBytesFromBase64();
        Authority = root.GetProperty("authority").GetBytesFromBase64();
        Chain = root.GetProperty("chain")[0].GetBytesFromBase64();
        Sync = new Uri(root.GetProperty("sync").GetString()!);
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Key, out _);
        using var bare = X509CertificateLoader.LoadCertificate(Chain);
        _certificate = bare.CopyWithPrivateKey(key);
        _channel = Dial(_certificate);
    }

    public byte[] Key { get; }

    public byte[] Chain { get; }

    public byte[] Authority { get; }

    public Uri Sync { get; }

    public CallInvoker Invoker => _channel.CreateCallInvoker();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A channel with another certificate, or with none.</summary>
    public GrpcChannel Dial(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        using var authority = X509CertificateLoader.LoadCertificate(Authority);
        var issuer = authority.Subject;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Issuer == issuer;
        if (certificate is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return GrpcChannel.ForAddress(Sync, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    /// <summary>A stream that said Hello, and the cloud's first word.</summary>
    public async Task<(AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> Call, CloudMessage First)> GreetAsync(
        Action<Hello>? adjust = null)
    {
        var hello = new Hello
        {
            AgentVersion = "9.9.9", Incarnation = ByteString.CopyFrom([.. new byte[15], 7]), Protocol = 2,
            Run = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)), JournalStart = "created",
        };
        adjust?.Invoke(hello);
        var call = new EdgeSync.EdgeSyncClient(_channel).Connect(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new EdgeMessage { Hello = hello }, Ct);
        Assert.True(await call.ResponseStream.MoveNext(Ct).InTimeAsync(Patience));
        return (call, call.ResponseStream.Current);
    }

    /// <summary>Sends records and waits until all of them are acked.</summary>
    public static async Task SendAsync(AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> call, params Record[] records)
    {
        foreach (var record in records) record.RecordedAt ??= Timestamp.FromDateTimeOffset(Ambient.Time.GetUtcNow());
        await call.RequestStream.WriteAsync(new EdgeMessage { Batch = new Batch { Records = { records } } }, Ct);
        while (await call.ResponseStream.MoveNext(Ct).InTimeAsync(Patience))
        {
            Assert.Null(call.ResponseStream.Current.Refused);
            if (call.ResponseStream.Current.Ack is { } ack && ack.Watermark >= records[^1].Seq) return;
        }
        Assert.Fail("the cloud ended the stream without an ack");
    }

    public void Dispose()
    {
        _channel.Dispose();
        _certificate.Dispose();
    }
}

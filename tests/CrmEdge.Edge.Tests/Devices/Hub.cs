using System.Security.Cryptography;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Devices;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Tests.Journal;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Kernel;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Client;
using CrmEdge.Mqtt.Listener;
using CrmEdge.TestKit;
using Microsoft.Extensions.Options;
using Xunit;

namespace CrmEdge.Edge.Tests.Devices;

/// <summary>The devices' side of an agent over a real journal and a real listener; the cloud says what the test wants.</summary>
internal sealed class Hub : IAsyncDisposable, ICloudLink
{
    private readonly DevicesWorker _worker;
    private readonly DeviceBook _book;

    public Hub(JournalPlace place, Action<JournalOptions>? journal = null)
    {
        Journal = place.Open(journal);
        _book = new DeviceBook(Journal);
        var options = Options.Create(new DevicesOptions { Enabled = true, Listener = new MqttListenerOptions { Port = 0 } });
        var authority = new DeviceAuthority(_book, Ambient.Time, place.Logs.For<DeviceAuthority>());
        var listener = new DeviceListener(options, authority, Ambient.Time, place.Logs.For<MqttListener>());
        Wishes = new DeviceWishes(_book, listener, Ambient.Time, place.Logs.For<DeviceWishes>());
        Pairings = new DevicePairings(
            this, _book, Wishes, RandomNumberGenerator.Create(), Ambient.Time, place.Logs.For<DevicePairings>());
        var agent = Options.Create(new AgentOptions { Folder = Path.GetDirectoryName(place.Path)! });
        var clock = new CloudClock(Ambient.Time, new TimeFloor(agent, place.Logs.For<TimeFloor>()));
        _worker = new DevicesWorker(listener, new UsageIntake(
            Journal, new Traces(RandomNumberGenerator.Create()), clock, place.Logs.For<UsageIntake>()));
        Mqtt = listener.Mqtt!;
    }

    public EdgeJournal Journal { get; }

    public MqttListener Mqtt { get; }

    public DeviceWishes Wishes { get; }

    public DevicePairings Pairings { get; }

    public bool Online { get; set; } = true;

    public event EventHandler? Changed
    {
        add { }
        remove { }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Hub> StartAsync(JournalPlace place, Action<JournalOptions>? journal = null)
    {
        var hub = new Hub(place, journal);
        await hub._worker.StartAsync(Ct);
        return hub;
    }

    /// <summary>Pairs a device: its user name and password.</summary>
    public async Task<(string Device, string Password)> PairedAsync(string serial = "S-1")
    {
        var answer = await Pairings.PairAsync(serial, "", Ct);
        Assert.Null(answer.Code);
        return (answer.Device!, answer.Password!);
    }

    public static string IdOf(string serial) => NamedId.Of(Guid.Empty, serial).ToString();

    public static Device Row(string serial, DeviceState state, ulong version) =>
        new() { DeviceId = IdOf(serial), SerialNumber = serial, State = state, Version = version, Meters = { "kwh" } };

    public ProcessPlan Pub((string Device, string Password) login, string version, string topic, params string[] more) => new(
        "/usr/bin/mosquitto_pub",
        ["-V", version, "-h", "127.0.0.1", "-p", $"{Mqtt.EndPoint.Port}", "-i", login.Device, "-u", login.Device, "-P",
        login.Password,
        "-q", "1", "-t", topic, .. more]);

    public Task<MqttClient> ConnectAsync((string Device, string Password) login, MqttVersion version = MqttVersion.V5) =>
        MqttClient.ConnectAsync(
        new MqttClientOptions
        {
            Port = Mqtt.EndPoint.Port, Version = version, ClientId = login.Device, UserName = login.Device, Password =
                login.Password,
        }, Ambient.Time, Ct).InTimeAsync();

    /// <summary>What is in the journal of a type.</summary>
    public IReadOnlyList<T> Records<T>(RecordType type, Func<ReadOnlyMemory<byte>, T> read) =>
        [.. Journal.Reader.ReadAfter(0, 10_000, long.MaxValue).Where(e => e.Type == (int)type).Select(e => read(e.Payload))];

    public IReadOnlyList<UsageReading> Usage() => Records(RecordType.Usage, p => UsageReading.Parser.ParseFrom(p.Span));

    public IReadOnlyList<DeviceApplied> Applied() =>
        Records(RecordType.DeviceApplied, p => DeviceApplied.Parser.ParseFrom(p.Span));

    public Task<PairReply?> PairAsync(PairRequest request, Deadline deadline, CancellationToken ct) =>
        Task.FromResult(!Online ? null
        : request.SerialNumber.StartsWith("S-", StringComparison.Ordinal)
            ? new PairReply { Device = Row(request.SerialNumber, DeviceState.Enabled, 1) }
            : new PairReply { Refused = new Contracts.Common.Refusal { Code = "serial_unknown", Message = "Check the label." } });

    public Task<UnpairReply?> UnpairAsync(UnpairRequest request, Deadline deadline, CancellationToken ct) =>
        Task.FromResult(Online ? new UnpairReply() : null);

    public Task<PurchaseResult?> AwaitReplyAsync(long seq, Deadline deadline, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<IdentifyReply?> IdentifyAsync(IdentifyRequest request, Deadline deadline, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<StatusReply?> StatusAsync(StatusRequest request, Deadline deadline, CancellationToken ct) =>
        throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        await Journal.DisposeAsync();
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;
using CrmEdge.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CrmEdge.Edge.Tests.Pos;

/// <summary>A store's edge with a real journal and a scripted cloud. It can be stopped and started anew on the same files.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed by the test class that owns it.")]
internal sealed class Store : IAsyncDisposable
{
    public const string Tap = "TILL-07";
    public const string Secret = "correct horse battery staple";
    public const string Pan = "4111111111111111";

    private ServiceProvider? _services;

    public TempFolder Folder { get; } = new();

    public TestLogs Logs { get; } = new();

    public ScriptedLink Link { get; } = new();

    public Keys EdgeKeys { get; } = new();

    public TimeProvider Time { get; set; } = Hosting.Ambient.Time;

    /// <summary>Settings beside those every store has.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Pos:Tills:0:Tap"] = Tap,
        ["Pos:Tills:0:SecretSha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))),
        ["Pos:SettleSeconds"] = "0",
        ["Nexo:Enabled"] = "false",
    };

    public EdgeJournal Journal => Get<EdgeJournal>();

    public Sales Sales => Get<Sales>();

    public string JournalPath => Folder["journal", "edge.db"];

    public T Get<T>() where T : notnull => (_services ??= Build()).GetRequiredService<T>();

    /// <summary>Starts what runs by itself: lines, readers, listener, settlement.</summary>
    public async Task StartAsync()
    {
        foreach (var service in Get<IEnumerable<IHostedService>>()) await service.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task StopAsync()
    {
        if (_services is null) return;
        foreach (var service in _services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _services = null;
    }

    public static SaleOrder Order(string reference, bool spend = false, Func<TicketDraft, TicketDraft>? change = null, string? alias = null)
    {
        var draft = new TicketDraft
        {
            Reference = reference, BusinessDay = "2026-11-21", At = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
            Currency = "EUR", Amounts = new AmountsDraft(null, null, 10m),
            Lines = [new LineDraft("ESP1", "Espresso", null, 2, new AmountsDraft(null, null, 10m))],
            Identification = new IdentificationDraft { Cim = Pan, CimKind = CimKind.Card },
            Spend = spend ? new SpendDraft(4m, false) : null,
        };
        return new SaleOrder(Tap, change?.Invoke(draft) ?? draft, Alias: alias);
    }

    /// <summary>Every record of the journal.</summary>
    public IReadOnlyList<JournalEntry> Records() => Journal.Reader.ReadAfter(0, 1_000, long.MaxValue);

    public Purchase Purchase(int index) => Contracts.Pos.Purchase.Parser.ParseFrom(Records()[index].Payload.Span);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Dispose();
        Logs.Dispose();
    }

    private ServiceProvider Build()
    {
        Settings["Pos:LockFolder"] = Folder["lock"];
        Settings["Nexo:CertificateFolder"] = Folder["nexo"];
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        services.AddSingleton(Time).AddSingleton<ILoggerFactory>(Logs).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(new IdSource(Time, RandomNumberGenerator.Fill));
        services.AddSingleton(provider => EdgeJournal.Open(
            new JournalOptions { Path = JournalPath }, Time, provider.GetRequiredService<IdSource>(), Logs.For<EdgeJournal>()));
        services.AddSingleton<ICloudLink>(Link).AddSingleton<IPosKeys>(EdgeKeys).AddSingleton<IContactSnapshot>(EdgeKeys)
            .AddSingleton<ICloudTime>(new CloudTime(Time));
        return services.AddPos().BuildServiceProvider();
    }

    private sealed class CloudTime(TimeProvider time) : ICloudTime
    {
        public DateTimeOffset Now => time.GetUtcNow();
    }

    /// <summary>What enrolment and the contacts' snapshot gave.</summary>
    internal sealed class Keys : IPosKeys, IContactSnapshot
    {
        public static readonly byte[] IntakeSecret = SHA256.HashData("intake"u8);

        public IReadOnlyList<CimKey> Cim { get; set; } =
            [new CimKey(2, SHA256.HashData("new"u8)), new CimKey(1, SHA256.HashData("old"u8))];

        public IntakeKey? Intake { get; set; } = new(9, IntakeSecret);

        public Dictionary<CimHash, ContactRow> Contacts { get; } = [];

        public ContactRow? Find(CimHash hash) => Contacts.GetValueOrDefault(hash);
    }
}

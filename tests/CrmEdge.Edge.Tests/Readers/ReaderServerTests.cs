using System.Net;
using System.Net.Sockets;
using System.Text;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Readers;
using CrmEdge.Edge.Agent.Serial;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Tests.Pos;
using CrmEdge.Edge.Tests.Serial;
using CrmEdge.Kernel;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Readers;

public sealed class ReaderServerTests : IAsyncDisposable
{
    private readonly Store _store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PresentedCustomers Shown => _store.Get<PresentedCustomers>();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_swipe_over_serial_is_a_hash_at_its_till_and_a_code_stands_beside_it()
    {
        await using var cable = await PtyPair.PluggedAsync();
        _store.Settings["Pos:Readers:0:Serial"] = cable.Ours;
        _store.Settings["Pos:Readers:0:Tap"] = Store.Tap;
        await _store.StartAsync();
        await _store.Logs.SeenAsync(2220);
        await using var reader = SerialPort.Open(new SerialSettings(cable.Theirs), cable.LockFolder);
        await reader.WriteAsync("%B4111111111111111^DOE/JOHN^29011010000?;4111111111111111=29011010000?\r\n"u8.ToArray(), Ct);
        await reader.WriteAsync("123456\r"u8.ToArray(), Ct);
        await Eventually.IsTrueAsync(() => Shown.At(Store.Tap)?.Otp == "123456");
        var medium = Assert.IsType<Means.Medium>(Shown.At(Store.Tap)!.Who);
        Assert.Equal(CimHash.Of(_store.EdgeKeys.Cim[0], CimKind.Card, Store.Pan), medium.Hashes[0]);
        Assert.Null(Shown.At("TILL-08"));
    }

    [Fact]
    public async Task Barcodes_come_over_tcp_from_a_reader_that_we_call_and_that_calls_us()
    {
        using var reader = new TcpListener(IPAddress.Loopback, 0);
        reader.Start();
        _store.Settings["Pos:Readers:0:Connect"] = $"{reader.LocalEndpoint}";
        _store.Settings["Pos:Readers:0:Tap"] = "A";
        _store.Settings["Pos:Readers:1:Listen"] = "127.0.0.1:0";
        _store.Settings["Pos:Readers:1:Tap"] = "B";
        await _store.StartAsync();
        using (var taken = await reader.AcceptSocketAsync(Ct)) await taken.SendAsync("8123456789012345\t"u8.ToArray(), Ct);
        await Eventually.IsTrueAsync(() => Shown.At("A")?.Who is Means.SpendToken);

        // It hung up: it is called again.
        using var again = await reader.AcceptSocketAsync(Ct).AsTask().InTimeAsync();
        await again.SendAsync(Encoding.ASCII.GetBytes($"{new string('9', 400)}\n1234567890123456\n"), Ct);
        await Eventually.IsTrueAsync(() => Shown.At("A")?.Who is Means.WalletCode);
        Assert.Contains("too_long", (await _store.Logs.SeenAsync(2230)).Message, StringComparison.Ordinal);

        using var caller = new TcpClient();
        await caller.ConnectAsync(_store.Get<Wires>().Listening.Single(), Ct);
        await caller.Client.SendAsync("]C1LOYAL-77\r\n"u8.ToArray(), Ct);
        await Eventually.IsTrueAsync(() => Shown.At("B")?.Who is Means.Medium);
        await caller.Client.SendAsync("?\r\n;4111=?\r\n"u8.ToArray(), Ct);
        await Eventually.EqualAsync(3, () => _store.Logs.Count(2230));
        Assert.IsType<Means.Medium>(Shown.At("B")!.Who);
    }

    [Fact]
    public async Task Nothing_secret_reaches_the_journal_or_a_log()
    {
        _store.Settings["Pos:Readers:0:Listen"] = "127.0.0.1:0";
        _store.Settings["Pos:Readers:0:Tap"] = Store.Tap;
        await _store.StartAsync();
        await Eventually.IsTrueAsync(() => _store.Get<Wires>().Listening.Count == 1);
        using var caller = new TcpClient();
        await caller.ConnectAsync(_store.Get<Wires>().Listening.Single(), Ct);
        string[] secrets = ["5555555555554444", "8000111122223333", "1000111122223333", "998877", "29011010000012345678"];
        foreach (var (line, i) in new[] { $";{secrets[0]}={secrets[4]}?", secrets[1], secrets[2] }.Select((line, i) => (line, i)))
        {
            await caller.Client.SendAsync(Encoding.ASCII.GetBytes($"{line}\r\n{secrets[3]}\r\n"), Ct);
            await Eventually.IsTrueAsync(() => Shown.At(Store.Tap) is { Who: not null, Otp: not null });
            var order = Store.Order($"R-{i}", spend: true, d => d with { Identification = new() }) with { UsePresented = true };
            Assert.Equal(SaleState.Approved, (await _store.Sales.SellAsync(order, Ct)).State);
        }
        Assert.Equal(3, _store.Records().Count);
        await _store.StopAsync();
        var files = Directory.GetFiles(Path.GetDirectoryName(_store.JournalPath)!).Select(File.ReadAllBytes).ToList();
        Assert.Contains(files, file => Holds(file, "ESP1"));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(files, file => Holds(file, secret));
            Assert.DoesNotContain(_store.Logs.Entries, entry => entry.ToString().Contains(secret, StringComparison.Ordinal));
        }
    }

    private static bool Holds(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}

using System.Buffers;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Serial;
using CrmEdge.Edge.Tests.Line;
using CrmEdge.Edge.Tests.Pos;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Serial;

public sealed class SerialPortTests : IAsyncLifetime
{
    private PtyPair _cable = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cable = await PtyPair.PluggedAsync();

    public ValueTask DisposeAsync() => _cable.DisposeAsync();

    [Fact]
    public async Task Every_byte_value_goes_both_ways()
    {
        await using var ours = Open(_cable.Ours);
        await using var theirs = Open(_cable.Theirs);
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        await ours.WriteAsync(all, Ct);
        Assert.Equal(all, await ReadAsync(theirs, 256));
        await theirs.WriteAsync(all, Ct);
        Assert.Equal(all, await ReadAsync(ours, 256));
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing()
    {
        await using var ours = Open(_cable.Ours);
        await using var theirs = Open(_cable.Theirs);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reading = ours.Input.ReadAsync(soon.Token).AsTask();
        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await theirs.WriteAsync("hello"u8.ToArray(), Ct);
        Assert.Equal("hello"u8.ToArray(), await ReadAsync(ours, 5));
    }

    [Fact]
    public async Task Much_goes_through_unharmed_while_the_reader_is_slow()
    {
        await using var ours = Open(_cable.Ours);
        await using var theirs = Open(_cable.Theirs);
        var bytes = new byte[1_000_000];
        new Random(7).NextBytes(bytes);
        var writing = theirs.WriteAsync(bytes, Ct).AsTask();
        Assert.Equal(bytes, await ReadAsync(ours, bytes.Length));
        await writing.InTimeAsync();
    }

    [Fact]
    public async Task A_port_in_use_is_refused_by_any_of_its_names_and_free_after()
    {
        var other = $"{_cable.Ours}-by-id";
        File.CreateSymbolicLink(other, _cable.Ours);
        await using (Open(_cable.Ours))
        {
            var refused = Assert.Throws<ChannelLostException>(() => Open(other));
            Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
        }
        await using var again = Open(other);
    }

    [Fact]
    public async Task A_port_that_is_not_there_or_cannot_do_it_is_refused_by_name()
    {
        Assert.Contains("No such file", Refusal(new SerialSettings("/dev/does-not-exist")), StringComparison.Ordinal);
        Assert.Contains("Invalid argument", Refusal(new SerialSettings(_cable.Ours, BaudRate: 12_345)), StringComparison.Ordinal);
        await using var free = Open(_cable.Ours);

        string Refusal(SerialSettings settings) =>
            Assert.Throws<ChannelLostException>(() => SerialPort.Open(settings, _cable.LockFolder)).Message;
    }

    [Fact]
    public async Task Pulling_the_cable_ends_reading_and_writing()
    {
        await using var ours = Open(_cable.Ours);
        var reading = ours.Input.ReadAsync(Ct).AsTask();
        await _cable.UnplugAsync();
        await Assert.ThrowsAsync<ChannelLostException>(() => reading.InTimeAsync());
        await Assert.ThrowsAsync<ChannelLostException>(() => ours.WriteAsync("x"u8.ToArray(), Ct).AsTask());
    }

    [Fact]
    public async Task Opening_and_closing_leaves_no_descriptor_behind()
    {
        await Open(_cable.Ours).DisposeAsync();
        var before = Ttys();
        for (var i = 0; i < 50; i++) await Open(_cable.Ours).DisposeAsync();
        Assert.True(Ttys() <= before + 8, "other tests hold some ports, fifty leaked ones would show");
    }

    [Fact]
    public async Task A_till_on_a_cable_that_is_pulled_and_plugged_in_again_goes_on()
    {
        await using var store = new Store
        {
            Settings = { ["Pos:Lines:0:Serial"] = _cable.Ours, ["Pos:Lines:0:Tap"] = Store.Tap },
        };
        await store.StartAsync();
        string[] sale = ["ref=R-1", "day=2026-11-21", "cur=EUR", "total=10.00", $"card={Store.Pan}"];
        string? purchase;
        await using (var till = new LineClient(Open(_cable.Theirs)))
        {
            Assert.Equal(Store.Tap, (await till.AnswerAsync("HI"))["tap"]);
            purchase = (await till.AnswerAsync("SA", sale))["purchase"];
        }
        await _cable.UnplugAsync();
        await store.Logs.SeenAsync(2222);
        await store.Logs.SeenAsync(2221);
        await _cable.PlugAsync();
        await Eventually.IsTrueAsync(() => store.Logs.Count(2220) == 2);
        await using var again = new LineClient(Open(_cable.Theirs));
        Assert.Equal(purchase, (await again.AnswerAsync("SA", sale))["purchase"]);
        Assert.Single(store.Records());
    }

    private static int Ttys() => Directory.GetFiles("/proc/self/fd").Count(fd =>
    {
        try
        {
            return new FileInfo(fd).LinkTarget?.StartsWith("/dev/pts", StringComparison.Ordinal) ?? false;
        }
        catch (IOException)
        {
            // Closed meanwhile, by another test.
            return false;
        }
    });

    private SerialPort Open(string path) => SerialPort.Open(new SerialSettings(path, 115_200), _cable.LockFolder);

    private static async Task<byte[]> ReadAsync(SerialPort port, int count)
    {
        var read = await port.Input.ReadAtLeastAsync(Math.Min(count, 32_768), Ct).AsTask().InTimeAsync();
        var all = new List<byte>();
        while (true)
        {
            all.AddRange(read.Buffer.ToArray());
            port.Input.AdvanceTo(read.Buffer.End);
            if (all.Count >= count) return [.. all];
            read = await port.Input.ReadAsync(Ct).AsTask().InTimeAsync();
        }
    }
}

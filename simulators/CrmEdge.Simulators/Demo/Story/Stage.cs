using System.Net;
using System.Security.Cryptography;
using System.Text;
using CrmEdge.Simulators.Demo.BackOffice;
using CrmEdge.Simulators.Demo.Books;
using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;
using CrmEdge.Simulators.Demo.Machines;

namespace CrmEdge.Simulators.Demo.Story;

/// <summary>Everything the scenes share: the machines, the people, and what was noted on the way.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Tap = "DEMO-TILL-1";

    private const int SecretBytes = 24;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public Stage(DemoOptions options, string folder, Random random, Screen screen, TimeProvider time)
    {
        (Random, Screen, Time, Folder) = (random, screen, time, folder);
        Figures = new Figures { Seed = options.Seed };
        Claims = new Claims(screen);
        // Ports are not part of the story: they follow what is free, not the seed.
        var ports = new LoopbackPorts(new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        var line = new IPEndPoint(IPAddress.Loopback, ports.Next());
        var secret = RandomNumberGenerator.GetHexString(SecretBytes, lowercase: true);
        Cloud = new Cloud(folder, ports, _http, time);
        Store = new Agent("store", folder, ports,
        [
            $"--Pos:Tills:0:Tap={Tap}", $"--Pos:Tills:0:SecretSha256={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))}",
            $"--Pos:Lines:0:Listen={line}",
        ], _http, time);
        Hub = new Agent("hub", folder, ports, [], _http, time);
        Cashier = new Cashier(line, secret, Path.Combine(folder, "till.jsonl"), time);
        Auditor = new Auditor(Cloud, time);
    }

    public Random Random { get; }

    public Screen Screen { get; }

    public TimeProvider Time { get; }

    public string Folder { get; }

    public Cloud Cloud { get; }

    /// <summary>The edge at the till.</summary>
    public Agent Store { get; }

    /// <summary>The edge of the devices.</summary>
    public Agent Hub { get; }

    public Cashier Cashier { get; }

    public Auditor Auditor { get; }

    public Claims Claims { get; }

    public Figures Figures { get; }

    public List<Customer> Customers { get; } = [];

    /// <summary>The platform's own back office, and the business's. Both in test mode, where a clock can be moved on.</summary>
    public BackOfficeClient Platform { get; set; } = null!;

    public BackOfficeClient Business { get; set; } = null!;

    /// <summary>The refusals the story asks for: which name each must bear, and which it bore.</summary>
    public List<(string What, string Expected, string Code)> Refusals { get; } = [];

    /// <summary>A token that is left to expire.</summary>
    public SpendToken? ForgottenToken { get; set; }

    /// <summary>When the cloud was killed.</summary>
    public long OutageBegan { get; set; }

    public BackOfficeClient Call(string apiKey) => new(_http, Cloud.Rest, apiKey);

    /// <summary>Sells, and shows what went wrong if it was not made.</summary>
    public async Task<SaleAnswer> SellAsync(Sale sale, CancellationToken ct)
    {
        var answer = await Cashier.SellAsync(sale, ct);
        if (!answer.IsMade) Screen.Say($"{sale.Reference} by {sale.Means}: {answer.Code}. {answer.Say}");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await Cashier.DisposeAsync();
        await Store.DisposeAsync();
        await Hub.DisposeAsync();
        await Cloud.DisposeAsync();
        _http.Dispose();
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using CrmEdge.Mqtt.Client;
using CrmEdge.Simulators.Demo.BackOffice;
using CrmEdge.Simulators.Demo.Books;
using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;
using CrmEdge.Simulators.Demo.Machines;
using CrmEdge.Simulators.Devices;

namespace CrmEdge.Simulators.Demo.Story;

/// <summary>Everything the scenes share: the machines, the people, and what was noted on the way.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Tap = "DEMO-TILL-1";

    /// <summary>What meters measure, and the product that prices it.</summary>
    public const string Meter = "kwh";

    private const int SecretBytes = 24;
    private readonly int _seed;
    private readonly int _mqttPort;
    private readonly FleetLog _fleetLog;
    private int _fleets;
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
        Secrets.Add("till-secret", secret);
        Cloud = new Cloud(folder, ports, _http, time);
        Store = new Agent("store", folder, ports,
        [
            $"--Pos:Tills:0:Tap={Tap}", $"--Pos:Tills:0:SecretSha256={Hashed(secret)}", $"--Pos:Lines:0:Listen={line}",
        ], _http, time);
        (_seed, _mqttPort) = (options.Seed, ports.Next());
        Hub = new Agent(
            "hub", folder, ports, ["--Devices:Enabled=true", $"--Devices:Listener:Port={_mqttPort}"], _http, time);
        FleetFile = Path.Combine(folder, "meters.jsonl");
        _fleetLog = new FleetLog(FleetFile);
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

    /// <summary>What the meters sent and what was acknowledged, on the disk.</summary>
    public string FleetFile { get; }

    public List<Device> Devices { get; } = [];

    /// <summary>The meters that stream while the story goes on.</summary>
    public List<(DeviceFleet Fleet, Task Run)> Streaming { get; } = [];

    public Auditor Auditor { get; }

    public Claims Claims { get; }

    public Figures Figures { get; }

    public List<Customer> Customers { get; } = [];

    public SecretBook Secrets { get; } = new();

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

    /// <summary>Meters that send so many readings of one size.</summary>
    public DeviceFleet Fleet(IReadOnlyList<Device> devices, decimal reading, int readings, TimeSpan pause) => new(new FleetOptions
    {
        Devices = [.. devices.Select(device => device.Login)], Port = _mqttPort, Meter = Meter, Quantity = reading,
        Readings = readings, InFlight = 2, Pause = pause, Seed = unchecked((_seed * 31) + ++_fleets),
    }, _fleetLog, Time);

    /// <summary>How a meter connects.</summary>
    public MqttClientOptions LoginOf(Device device) => new()
    {
        Port = _mqttPort, Host = "127.0.0.1", ClientId = device.Login.Username, UserName = device.Login.Username,
        Password = device.Login.Password,
    };

    public async ValueTask DisposeAsync()
    {
        _fleetLog.Dispose();
        await Cashier.DisposeAsync();
        await Store.DisposeAsync();
        await Hub.DisposeAsync();
        await Cloud.DisposeAsync();
        _http.Dispose();
    }

    private static string Hashed(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

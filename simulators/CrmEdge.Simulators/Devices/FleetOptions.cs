namespace CrmEdge.Simulators.Devices;

/// <summary>A device's name and password, as its pairing gave them.</summary>
public sealed record DeviceLogin(string Username, string Password);

/// <summary>What a fleet does.</summary>
public sealed record FleetOptions
{
    /// <summary>The devices.</summary>
    public required IReadOnlyList<DeviceLogin> Devices { get; init; }

    /// <summary>Where the hub listens.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>What readings are of.</summary>
    public string Meter { get; init; } = "kwh";

    /// <summary>What each reading says; drawn at random where absent.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Readings of each device.</summary>
    public int Readings { get; init; } = 10;

    /// <summary>Readings that a device sends before it waits for their acknowledgements.</summary>
    public int InFlight { get; init; } = 10;

    /// <summary>Of a hundred acknowledged readings, how many are sent again.</summary>
    public int ResendPercent { get; init; }

    /// <summary>Between two bursts of a device.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>The same seed makes the same fleet.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>A reading as a simulated device makes it.</summary>
public sealed record SentReading(string Device, string Boot, long Seq, string Meter, decimal Quantity, DateTimeOffset At);

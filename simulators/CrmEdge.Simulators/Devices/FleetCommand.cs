using System.Text.Json;
using CrmEdge.Hosting;
using Microsoft.Extensions.Configuration;

namespace CrmEdge.Simulators.Devices;

/// <summary><c>crmedge-sim fleet</c>.</summary>
internal static class FleetCommand
{
    public const string Usage =
        "  fleet --devices=FILE --log=FILE [--host=127.0.0.1] [--port=1883] [--meter=kwh] [--readings=10] [--inFlight=10]\n"
        + "        [--resendPercent=0] [--resend=0] [--pause=00:00:00] [--seed=1]\n"
        + "        devices send readings at QoS 1; FILE of devices is JSON: [{\"Username\":\"…\",\"Password\":\"…\"}]";

    private const int WrongUsage = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (settings["devices"] is not { } devices || settings["log"] is not { } path)
        {
            await Console.Error.WriteLineAsync(Usage);
            return WrongUsage;
        }
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        var logins = JsonSerializer.Deserialize<List<DeviceLogin>>(await File.ReadAllBytesAsync(devices, stop.Token))!;
        using var log = new FleetLog(path);
        var fleet = new DeviceFleet(Options(settings, logins), log, Ambient.Time);
        try
        {
            await fleet.RunAsync(stop.Token);
            if (settings.GetValue("resend", 0) is > 0 and var again) await fleet.ResendAsync(again, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Mqtt.MqttException e)
        {
            await Console.Error.WriteLineAsync($"The hub lets a device in no more: {e.Message}");
            return 1;
        }
        await Console.Out.WriteLineAsync($"{logins.Count} devices sent {settings.GetValue("readings", 10)} readings each");
        return 0;
    }

    private static FleetOptions Options(IConfiguration settings, List<DeviceLogin> logins) => new()
    {
        Devices = logins,
        Host = settings.GetValue("host", "127.0.0.1")!,
        Port = settings.GetValue("port", 1883),
        Meter = settings.GetValue("meter", "kwh")!,
        Readings = settings.GetValue("readings", 10),
        InFlight = settings.GetValue("inFlight", 10),
        ResendPercent = settings.GetValue("resendPercent", 0),
        Pause = settings.GetValue("pause", TimeSpan.Zero),
        Seed = settings.GetValue("seed", 1),
    };
}

using System.CommandLine;
using System.Text.Json;
using CrmEdge.Hosting;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary><c>crmedge-agent pair SERIAL</c>: asks the running agent to pair a device, and shows its user name and password
/// once.</summary>
internal static class PairCommand
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    public static Command New(Func<ParseResult, string[]> settings, Func<Func<Task<int>>, Task<int>> guard)
    {
        var serial = new Argument<string>("serial") { Description = "The serial number on the device" };
        var code =
            new Option<string>("--code") { Description =
                "The pairing code of the subscription, unless the device is sold to one already" };
        var command = new Command("pair", "Pair a device with this hub") { TreatUnmatchedTokensAsErrors = false };
        command.Add(serial);
        command.Add(code);
        command.SetAction((parsed, ct) =>
            guard(() => PairAsync(parsed.GetRequiredValue(serial), parsed.GetValue(code) ?? "", settings(parsed), ct)));
        return command;
    }

    private static async Task<int> PairAsync(string serial, string code, string[] settings, CancellationToken ct)
    {
        await using var app = Cli.Commands.Build(settings);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Most };
        try
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri(Program.WebAddress(app.Configuration), "/local/devices/pair"),
                new { serialNumber = serial, pairingCode = code }, ct);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            if (answer.IsSuccessStatusCode)
            {
                await Console.Out.WriteLineAsync(
                    $"username {body.GetProperty("username").GetString()}\npassword {body.GetProperty("password").GetString()}");
                return 0;
            }
            await Console.Error.WriteLineAsync(
                $"{body.GetProperty("error").GetString()}: {body.GetProperty("message").GetString()}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            await Console.Error.WriteLineAsync(
                "agent_not_running: the agent does not answer here. Start it with crmedge-agent run, and give its --Web:Port "
                + "if it has one of its own.");
        }
        return Executable.Unavailable;
    }
}

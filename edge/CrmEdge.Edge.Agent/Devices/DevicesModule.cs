using System.ComponentModel.DataAnnotations;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>The devices' part of the agent.</summary>
internal static class DevicesModule
{
    public const string Section = "Devices";

    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddValidatedOptions<DevicesOptions>(Section)
        .AddSingleton<DeviceBook>()
        .AddSingleton<DeviceAuthority>()
        .AddSingleton<DeviceListener>()
        .AddSingleton<UsageIntake>()
        .AddSingleton<DeviceWishes>()
        .AddSingleton<DevicePairings>()
        .AddHostedService<DevicesWorker>()
        .AddHostedService<DeviceSync>();

    /// <summary>What an installer does at the hub itself; the agent's web listener is on loopback.</summary>
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/local/devices");
        group.MapGet("", (DeviceBook book) => book.All.OrderBy(d => d.SerialNumber, StringComparer.Ordinal)
            .Select(d => new DeviceView(d.Id, d.SerialNumber, d.State.ToString(), d.Version)).ToList());
        group.MapPost("/pair", async (PairBody body, DevicePairings pairings, CancellationToken ct) =>
            Reply(await pairings.PairAsync(body.SerialNumber, body.PairingCode ?? "", ct)));
        group.MapPost("/{id:guid}/unpair", async (Guid id, DevicePairings pairings, CancellationToken ct) =>
            Reply(await pairings.UnpairAsync(id.ToString(), ct)));
    }

    internal sealed record PairBody([Required] string SerialNumber, string? PairingCode);

    internal sealed record DeviceView(string Id, string SerialNumber, string State, long Version);

    private static IResult Reply(PairAnswer answer) => answer.Code is null
        ? Results.Ok(new { username = answer.Device, password = answer.Password })
        : Results.Json(new { error = answer.Code, message = answer.Message }, statusCode: StatusCodes.Status409Conflict);
}

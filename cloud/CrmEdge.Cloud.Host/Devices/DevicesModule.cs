using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Provisioning;
using CrmEdge.Cloud.Host.Sync;

namespace CrmEdge.Cloud.Host.Devices;

internal static class DevicesModule
{
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddRecordStore<DeviceBinding, DeviceBindingStore>()
        .AddRecordStore<DeviceHub, DeviceHubStore>()
        .AddRecordStore<PairingTicket, PairingTicketStore>()
        .AddSingleton<DeviceRows>()
        .AddSingleton<DevicePairer>()
        .AddSingleton<ISnapshotSource, DeviceSnapshot>()
        .AddSingleton<IInboxHandler, DeviceAppliedHandler>();

    public static void MapDevices(this WebApplication app, IEndpointRouteBuilder backOffice)
    {
        DevicesApi.Map(backOffice);
        app.MapGrpcService<DevicePairingService>().On(SyncAddress.Listener);
    }
}

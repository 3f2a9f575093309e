using System.Security.Cryptography;
using CrmEdge.Edge.Agent.Channels;
using CrmEdge.Edge.Agent.Line;
using CrmEdge.Edge.Agent.Nexo;
using CrmEdge.Edge.Agent.Readers;
using CrmEdge.Hosting.Options;
using CrmEdge.Hosting.Tracing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Registers the tills' side of the edge.</summary>
internal static class PosServices
{
    /// <summary>Sales, identification, lines, readers and the nexo listener. Needs the journal, the identity and the link.</summary>
    public static IServiceCollection AddPos(this IServiceCollection services)
    {
        services.AddValidatedOptions<PosOptions>("Pos").AddValidatedOptions<NexoOptions>("Nexo");
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.TryAddSingleton<Traces>();
        services.AddMetrics().AddSingleton<PosMetrics>();
        services.TryAddSingleton<IPosKeys, EnrolledKeys>();
        services.TryAddSingleton<IContactSnapshot, SnapshotContacts>();
        services.TryAddSingleton<ICloudTime, LinkTime>();
        services.AddSingleton<SaleBook>().AddSingleton<SaleReading>().AddSingleton<PurchaseRecords>().AddSingleton<PairedTills>();
        services.AddSingleton<PresentedCustomers>().AddSingleton<Sales>().AddSingleton<Identifying>().AddSingleton<Wires>();
        services.AddSingleton<NexoDesk>().AddSingleton<NexoServer>();
        services.AddHostedService<Settlement>().AddHostedService<AliasSweep>();
        services.AddHostedService<LineServer>().AddHostedService<ReaderServer>();
        return services.AddHostedService(provider => provider.GetRequiredService<NexoServer>());
    }
}

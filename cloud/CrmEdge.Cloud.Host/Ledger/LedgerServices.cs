using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Hosting.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Puts the ledger together.</summary>
public static class LedgerServices
{
    /// <summary>The ledger over the host's database; <see cref="ILedger"/> takes operations once the host has started.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddValidatedOptions<LedgerOptions>(LedgerOptions.Section);
        services.TryAddSingleton(s => new IdSource(s.GetRequiredService<TimeProvider>(), RandomNumberGenerator.Fill));
        services.AddSingleton<Stores>();
        services.AddSingleton(s => new PartitionedLedger(
            s.GetRequiredService<IOptions<LedgerOptions>>().Value,
            s.GetRequiredService<IdSource>().Next(),
            () => s.GetRequiredService<Databases>().Ledger,
            s.GetRequiredService<Stores>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ILedger>(s => s.GetRequiredService<PartitionedLedger>());
        services.AddSingleton(s => new HoldSweeper(
            s.GetRequiredService<PartitionedLedger>(),
            () => s.GetRequiredService<Databases>().Ledger,
            s.GetRequiredService<IOptions<LedgerOptions>>().Value,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<HoldSweeper>>()));
        services.AddSingleton(s => new TrialBalance(s.GetRequiredService<Databases>().Ledger));
        services.AddFactStore<ConversionRate, ConversionRates>();
        return services.AddHostedService<LedgerWorker>();
    }

    /// <summary>Tells the ledger how records of a type are kept.</summary>
    public static IServiceCollection AddRecordStore<T, TStore>(this IServiceCollection services)
        where T : class, IOwned
        where TStore : class, IRecordStore<T> =>
        services.AddSingleton<TStore>().AddSingleton<IRecordBinding>(s => new RecordBinding<T>(s.GetRequiredService<TStore>()));

    /// <summary>Tells the ledger how facts of a type are kept.</summary>
    public static IServiceCollection AddFactStore<T, TStore>(this IServiceCollection services)
        where T : class, IFact
        where TStore : class, IFactStore<T> =>
        services.AddSingleton<TStore>().AddSingleton<IFactBinding>(s => new FactBinding<T>(s.GetRequiredService<TStore>()));
}

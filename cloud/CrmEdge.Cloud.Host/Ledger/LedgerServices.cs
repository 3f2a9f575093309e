using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Puts the ledger together.</summary>
public static class LedgerServices
{
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

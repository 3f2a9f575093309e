using System.Security.Cryptography;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Hosting.Options;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Keys;

internal static class KeysModule
{
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        return services.AddValidatedOptions<KeysOptions>(KeysOptions.Section)
            .AddSingleton(s => new MasterKeyFile(
                s.GetRequiredService<IOptions<KeysOptions>>().Value, s.GetRequiredService<RandomNumberGenerator>()))
            .AddSingleton(Load)
            .AddSingleton<TenantKeys>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<IStartStep, MasterKeyRewrap>();
    }

    public static void MapKeys(this IEndpointRouteBuilder backOffice)
    {
        ApiKeysApi.Map(backOffice);
        CimKeysApi.Map(backOffice);
    }

    private static MasterKeys Load(IServiceProvider services)
    {
        var keys = Path.GetFullPath(services.GetRequiredService<IOptions<KeysOptions>>().Value.File);
        var database = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var data = Path.GetFullPath(database.Folder);
        if (!database.IsGiven && keys.StartsWith(data.TrimEnd('/') + "/", StringComparison.Ordinal))
            throw KeysException.InsideDataFolder(keys, data);
        return services.GetRequiredService<MasterKeyFile>().Load();
    }
}

using CrmEdge.Cloud.Host.Migrations;
using CrmEdge.Hosting.Health;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Cloud.Host.Database;

internal static class DatabaseModule
{
    public static IServiceCollection AddDatabase(this IServiceCollection services)
    {
        return services.AddValidatedOptions<DatabaseOptions>(DatabaseOptions.Section)
            .AddSingleton<Databases>()
            .AddSingleton<MigrationRunner>()
            .AddSingleton<BackOffice>()
            .AddSingleton<DatabaseStart>()
            .AddHostedService(s => s.GetRequiredService<DatabaseStart>())
            .AddSingleton<IReadinessCheck, DatabaseReadiness>();
    }
}

using CrmEdge.Cloud.Host.Migrations;

namespace CrmEdge.Cloud.Host.Database;

internal static class DatabaseModule
{
    public static IServiceCollection AddDatabase(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<Databases>()
            .AddSingleton<MigrationRunner>()
            .AddSingleton<BackOffice>()
            .AddSingleton<DatabaseStart>()
            .AddHostedService(s => s.GetRequiredService<DatabaseStart>());
    }
}

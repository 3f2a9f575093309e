using CrmEdge.Hosting;
using CrmEdge.Hosting.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Api;

internal static class ApiModule
{
    private const int RestPort = 8080;
    private const int OperationsPort = 8081;

    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<ApiOptions>(ApiOptions.Section);
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services
            .AddSingleton<RateLimits>()
            .AddSingleton<RefusalBudget>()
            .AddSingleton<Listeners>()
            .AddSingleton<IConfigureOptions<KestrelServerOptions>>(s => s.GetRequiredService<Listeners>())
            .AddApiDocument();
        return builder.AddListener(Listeners.Rest, RestPort).AddListener(Listeners.Operations, OperationsPort);
    }

    /// <summary>Adds an endpoint of its own, configured in <c>Listen:{name}</c>.</summary>
    public static WebApplicationBuilder AddListener(
        this WebApplicationBuilder builder, string name, int port, Action<ListenOptions>? secure = null)
    {
        var section = $"Listen:{name}";
        var options = ListenerOptions.Read(builder.Configuration.GetSection(section), port);
        builder.Services.AddCheckedSection<ListenerOptions>(section).AddSingleton(new ListenerSpec(name, options, secure));
        return builder;
    }

    /// <summary>What stands before every route.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseMiddleware<TraceHeader>();
        app.UseMiddleware<Errors>();
        app.UseRouting();
        app.UseListeners();
        app.UseMiddleware<ApiKeyMiddleware>();
    }

    /// <summary>The group that back-office slices map into, and the document that describes them.</summary>
    public static RouteGroupBuilder MapBackOffice(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").On(Listeners.Rest);
        var backOffice = app.MapGroup("/backoffice/v2").On(Listeners.Rest);
        AuditApi.Map(backOffice);
        app.MapOperations().On(Listeners.Operations);
        return backOffice;
    }
}

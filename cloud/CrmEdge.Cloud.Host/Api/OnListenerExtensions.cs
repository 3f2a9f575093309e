namespace CrmEdge.Cloud.Host.Api;

/// <summary>On which listener a route answers.</summary>
internal sealed record OnListener(string Name);

internal static class OnListenerExtensions
{
    public static TBuilder On<TBuilder>(this TBuilder builder, string listener) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new OnListener(listener));

    /// <summary>Routes of other listeners, and those that name none, are not there.</summary>
    public static void UseListeners(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // Routing's own endpoints, such as the one that says 405, are no RouteEndpoint.
        if (context.GetEndpoint() is RouteEndpoint endpoint
            && endpoint.Metadata.GetMetadata<OnListener>()?.Name != Listeners.Of(context)) context.SetEndpoint(null);
        await next(context);
    });
}

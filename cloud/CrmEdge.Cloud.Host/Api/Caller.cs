using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>Who asks, and for which tenant. Taken from the API key, never from the request.</summary>
internal sealed record Caller(
    Guid Tenant, TenantMode Mode, Guid Organisation, Guid Actor, string ActorName, KeyKind Kind, KeyRole Role,
    Currency Currency, string Country)
{
    public bool IsPlatform => Organisation == Platform.Organisation;

    /// <summary>Lets a handler take the caller as a parameter; null, hence a failed request, on a route without a role.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<Caller>());
}

/// <summary>What an endpoint asks of its caller.</summary>
internal sealed record RequiredRole(KeyRole Role);

internal static class RequiredRoleExtensions
{
    public static TBuilder Requires<TBuilder>(this TBuilder builder, KeyRole role) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequiredRole(role));
}

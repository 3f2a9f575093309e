using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// Stands before every endpoint that asks for a role, and before its body is read: no or bad key 401, too many requests 429,
/// role too low 403.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, RateLimits limits)
{
    public const string Header = "api_key";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>() is not { } required)
        {
            await next(context);
            return;
        }
        var address = context.Connection.RemoteIpAddress;
        if (limits.OfSuspect(address) is { } suspect)
        {
            await suspect.ExecuteAsync(context);
            return;
        }
        if (await keys.FindAsync(context.Request.Headers[Header], context.RequestAborted) is not { } caller)
        {
            await (limits.OfStranger(address) ?? NoKey()).ExecuteAsync(context);
            return;
        }
        context.Features.Set(caller);
        if ((limits.OfKey(caller.Actor) ?? Refuse(caller, required.Role)) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }
        await next(context);
    }

    private static Refusal NoKey() => new(Codes.Unauthorized,
        $"The header {Header} carries no valid API key. Send a secret key of your organisation; keys are issued under " +
        "/backoffice/v2/api_keys.", StatusCodes.Status401Unauthorized);

    private static Refusal? Refuse(Caller caller, KeyRole required)
    {
        if (caller.Kind == KeyKind.Public)
        {
            return new Refusal(Codes.Forbidden,
                "A public key names an app and opens nothing here. Use a secret key, from a server.",
                StatusCodes.Status403Forbidden);
        }
        return caller.Role >= required ? null : new Refusal(Codes.Forbidden,
            $"This needs a key of role {Word(required)}; this one's role is {Word(caller.Role)}. Ask an administrator of your " +
            "organisation for such a key.", StatusCodes.Status403Forbidden);
    }

    private static string Word(KeyRole role) => role.ToString().ToUpperInvariant();
}

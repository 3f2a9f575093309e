using System.Text.Json;
using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// Outermost of all: whatever goes wrong below leaves as an error envelope, and never with a stack or a row in it.
/// </summary>
internal sealed partial class Errors(RequestDelegate next, ILogger<Errors> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && OfStatus(context) is { } refusal) await refusal.ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Of(e).ExecuteAsync(context);
        }
        finally
        {
            if (context.Features.Get<Refusal>() is { } refused) Note(context, refused);
        }
    }

    // The route and never the address: somebody's wallet code may stand in it.
    private void Note(HttpContext context, Refusal refused)
    {
        var level = refused.Status switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => LogLevel.Warning,
            // Logged with their reason where they arose, or too many by their nature.
            >= StatusCodes.Status500InternalServerError or StatusCodes.Status429TooManyRequests => LogLevel.Debug,
            _ => LogLevel.Information,
        };
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "an unknown address";
        var code = refused.Parameters.GetValueOrDefault("code", refused.Code);
        Log.Refused(logger, level, context.Request.Method, route, refused.Status, code, context.Features.Get<Caller>()?.Actor);
    }

    private Refusal Of(Exception thrown)
    {
        switch (thrown)
        {
            case BadHttpRequestException bad: return OfBadRequest(bad);
            case PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } taken:
                return Constraints.Explain(taken.ConstraintName);
            case PostgresException
            {
                SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
            }:
                return new Refusal(Codes.InvalidRequest,
                    "A text of the request holds a character that no text can hold, such as U+0000. Leave it out.");
            case NpgsqlException { IsTransient: true } or TimeoutException:
                Log.Unavailable(logger, thrown.GetType().Name, (thrown as PostgresException)?.SqlState ?? "");
                return new Refusal(Codes.Unavailable,
                    "The database cannot be reached just now. Repeat the request, with the same id, after the seconds that " +
                    "Retry-After names.", StatusCodes.Status503ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(2) };
            default:
                Log.Failed(logger, thrown);
                return new Refusal(Codes.Internal,
                    "The server failed; this is not the request's fault. Look whether it took effect before you repeat it, and " +
                    "report the time of this answer.", StatusCodes.Status500InternalServerError);
        }
    }

    private static Refusal OfBadRequest(BadHttpRequestException bad)
    {
        if (bad.StatusCode == StatusCodes.Status413PayloadTooLarge) return TooLarge();
        if (bad.InnerException is not JsonException json)
        {
            return new Refusal(Codes.InvalidRequest,
                "The request cannot be read. Send JSON, with Content-Type: application/json, as the OpenAPI document shows it.",
                bad.StatusCode);
        }
        var path = json.Path is { Length: > 2 } found && found.StartsWith("$.", StringComparison.Ordinal) ? found[2..] : "body";
        var unknown = json.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal);
        return Refusal.Of(Codes.InvalidRequest,
            unknown ? $"There is no field {path} here. Check its spelling against the OpenAPI document, or leave it out."
                : $"The value at {path} cannot be read. Send JSON of the kind that the OpenAPI document shows for it.",
            path, unknown ? "is not known" : "is not of the expected kind");
    }

    private static Refusal? OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound when context.GetEndpoint() is null => new Refusal(Codes.NotFound,
            "There is nothing at this address. The OpenAPI document at /openapi/v2.json lists what there is.",
            StatusCodes.Status404NotFound),
        StatusCodes.Status405MethodNotAllowed => new Refusal(Codes.InvalidRequest,
            "This address does not take this method. The header Allow names those it takes.",
            StatusCodes.Status405MethodNotAllowed),
        StatusCodes.Status413PayloadTooLarge => TooLarge(),
        StatusCodes.Status415UnsupportedMediaType => new Refusal(Codes.InvalidRequest,
            "Send JSON with the header Content-Type: application/json.", StatusCodes.Status415UnsupportedMediaType),
        _ => null,
    };

    private static Refusal TooLarge() => new(Codes.TooLarge,
        "The body is larger than the server takes (Api:BodyBytesMax). Send it in parts.", StatusCodes.Status413PayloadTooLarge);

    private static partial class Log
    {
        [LoggerMessage(3200, LogLevel.Error, "A request failed")]
        public static partial void Failed(ILogger logger, Exception thrown);

        [LoggerMessage(3201, LogLevel.Warning, "The database did not answer a request ({Kind} {SqlState})")]
        public static partial void Unavailable(ILogger logger, string kind, string sqlState);

        [LoggerMessage(EventId = 3204, Message = "{Method} {Route} was refused with {Status}: {Code} (API key {Key})")]
        public static partial void Refused(
            ILogger logger, LogLevel level, string method, string route, int status, string code, Guid? key);
    }
}

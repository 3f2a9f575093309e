using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>The body of every answer that is not a success.</summary>
/// <param name="Status">The HTTP status, repeated.</param>
/// <param name="Error">A code for programs; stable.</param>
/// <param name="Message">A sentence for people: what is wrong and what to do next.</param>
/// <param name="Parameters">The attributes at fault, each with its reason.</param>
internal sealed record ErrorEnvelope(int Status, string Error, string Message, IReadOnlyDictionary<string, string> Parameters);

/// <summary>An expected "no", with its name. A value, so that a handler's type says it can happen.</summary>
internal sealed record Refusal(string Code, string Message, int Status = StatusCodes.Status400BadRequest)
    : IResult, IEndpointMetadataProvider
{
    private static readonly int[] Documented =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
        StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
        StatusCodes.Status503ServiceUnavailable,
    ];

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait before the same request may succeed, for refusals that pass.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal Of(string code, string message, string parameter, string reason) =>
        new(code, message) { Parameters = new Dictionary<string, string> { [parameter] = reason } };

    /// <summary>Nothing of that id or code that this caller may see, which is all it is told.</summary>
    public static Refusal NotFound(string what, string idOrCode) =>
        new(Codes.NotFound, $"There is no {what} of this id or code. Check it, and that the API key is of its business and mode.",
            StatusCodes.Status404NotFound)
        {
            Parameters = new Dictionary<string, string> { ["id"] = idOrCode },
        };

    public static Refusal Immutable(string attribute) =>
        Of(Codes.Immutable, $"{attribute} is fixed when the resource is created. Leave it out, or send the value it has.",
            attribute, "cannot be changed");

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in Documented)
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ErrorEnvelope), ["application/json"]));
        }
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter =
                Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        return response.WriteAsJsonAsync(new ErrorEnvelope(Status, Code, Message, Parameters), ApiJson.Options,
            "application/json", httpContext.RequestAborted);
    }
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>The OpenAPI document: what code cannot say of itself.</summary>
internal static class OpenApi
{
    public const string Document = "v2";
    private const string Scheme = "api_key";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(Document, options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "CrmEdge back office", Version = "2", Description = Conventions };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyMiddleware.Header,
                    Description = "A secret API key of your organisation; a live or a test key decides which data you see.",
                };
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(Unscrubbed)) schema.Type = JsonSchemaType.String;
                return Task.CompletedTask;
            });
        });

    private static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRole>().LastOrDefault() is { } required)
        {
            var scheme = new OpenApiSecuritySchemeReference(Scheme, context.Document);
            operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
            operation.Description = $"Needs a key of role {required.Role.ToString().ToUpperInvariant()} or higher.";
        }
        foreach (var list in context.Description.ActionDescriptor.EndpointMetadata.OfType<ListParameters>())
            operation.Parameters = [.. operation.Parameters ?? [], .. list.Describe()];
        foreach (var (status, response) in operation.Responses ?? [])
            if (Meaning(status) is { } meaning) response.Description = meaning;
        return Task.CompletedTask;
    }

    private static string? Meaning(string status) => status switch
    {
        "400" => "Refused; `error` names the reason, `parameters` the attributes at fault. Nothing was changed.",
        "401" => "No or no valid API key.",
        "403" => "The key's role is too low.",
        "404" => "Nothing of that id or code that this key may see.",
        "429" => "Too many requests; wait for Retry-After seconds.",
        "500" => "The server failed. Look whether the request took effect before repeating it.",
        "503" => "Not available just now; repeat with the same id after Retry-After seconds.",
        _ => null,
    };

    private const string Conventions = """
        Ids are UUIDs; a create may bring its own `id`, and a second create with it is refused. Wherever an id is expected the
        resource's `code` will do. Lists take `page`, `size`, `sort`, `order`, `include_total` and answer `{content, paging}`;
        instants are epoch seconds, bounded by `name[gt|gte|lt|lte]`. Fields and parameters that are not known are refused by
        name. Every error is `{status, error, message, parameters}`: `error` is for programs, `message` says what to do next.
        """;
}

using Microsoft.OpenApi;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>The query parameters of a list, for its description.</summary>
internal sealed record ListParameters(IReadOnlyList<string> Sorts, IReadOnlyList<string> Filters, IReadOnlyList<string> Dates)
{
    private static readonly string[] Bounds = ["gt", "gte", "lt", "lte"];

    public IEnumerable<OpenApiParameter> Describe() =>
    [
        Of("page", JsonSchemaType.Integer, "From 1."),
        Of("size", JsonSchemaType.Integer, "Rows per page, 1 to 100; 20 unless given."),
        Of("sort", JsonSchemaType.String, $"One of {string.Join(", ", Sorts)}."),
        Of("order", JsonSchemaType.String, "ASC or DESC."),
        Of("include_total", JsonSchemaType.Boolean, "Whether to count all rows, up to 10,000."),
        .. Filters.Select(name => Of(name, JsonSchemaType.String, "Only rows with this value.")),
        .. Dates.SelectMany(name => Bounds.Select(bound =>
            Of($"{name}[{bound}]", JsonSchemaType.Integer, "Only rows within this bound, in epoch seconds."))),
    ];

    private static OpenApiParameter Of(string name, JsonSchemaType type, string description) => new()
    {
        Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = type },
    };
}

internal static class ListParametersExtensions
{
    /// <summary>
    /// Tells the document what a list takes; <paramref name="more"/> names filters that the request itself builds.
    /// </summary>
    public static TBuilder Lists<TBuilder, T>(this TBuilder builder, ListSpec<T> spec, params string[] more)
        where TBuilder : IEndpointConventionBuilder where T : class =>
        builder.WithMetadata(new ListParameters([.. spec.Sorts.Keys], [.. spec.Filters.Keys, .. more], [.. spec.Dates.Keys]));
}

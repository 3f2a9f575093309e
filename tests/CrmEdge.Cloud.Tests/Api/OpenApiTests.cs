using System.Text.Json;

namespace CrmEdge.Cloud.Tests.Api;

public sealed class OpenApiTests(CloudHost host)
{
    [Fact]
    public async Task Every_back_office_operation_tells_its_key_its_role_and_its_errors()
    {
        var document = (await host.Client(null).GetAsync("/openapi/v2.json")).Body;
        Assert.Equal("header", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("api_key")
            .GetProperty("in").GetString());
        var operations = Operations(document).ToList();
        Assert.True(operations.Count > 20, $"{operations.Count} operations");
        foreach (var (name, operation) in operations)
        {
            Assert.True(operation.TryGetProperty("security", out _), $"{name} has no security");
            Assert.Contains("role", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), $"{name} has no summary");
        }
        var create = operations.Single(o => o.Name == "post /backoffice/v2/contacts").Operation.GetProperty("responses");
        foreach (var status in new[] { "400", "401", "403", "404", "429", "500", "503" })
            Assert.EndsWith("ErrorEnvelope", Schema(create.GetProperty(status)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_tells_the_parameters_it_takes()
    {
        var document = (await host.Client(null).GetAsync("/openapi/v2.json")).Body;
        var list = Operations(document).Single(o => o.Name == "get /backoffice/v2/contacts").Operation;
        var parameters = list.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList();
        foreach (var name in new[] { "page", "size", "sort", "order", "include_total", "search_value", "email_address",
            "created_on[gte]" })
            Assert.Contains(name, parameters);
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where path.Name.StartsWith("/backoffice/", StringComparison.Ordinal)
        select ($"{operation.Name} {path.Name}", operation.Value);

    private static string Schema(JsonElement response) =>
        response.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!;
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CrmEdge.Cloud.Tests.Fixture;

/// <summary>What came back: status, headers and JSON.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, JsonElement Body)
{
    public Guid Id => Body.GetProperty("id").GetGuid();

    public string Error => Body.GetProperty("error").GetString()!;

    public string Message => Body.GetProperty("message").GetString()!;

    public JsonElement Content => Body.GetProperty("content");

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public string? Parameter(string name) =>
        Body.GetProperty("parameters").TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>One caller of the REST API: real HTTP, one key.</summary>
internal sealed class ApiClient(Uri address, string? key)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> GetAsync(string path, string traceparent) => SendAsync(HttpMethod.Get, path, null, trace: traceparent);

    public Task<ApiAnswer> PostAsync(string path, object body, string? traceparent = null) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), trace: traceparent);

    public Task<ApiAnswer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body));

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<ApiAnswer> PostRawAsync(string path, string json, string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, json, type);

    /// <summary>Sends a body as it is; what came back, as it is.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendRawAsync(HttpMethod method, string path, string? body)
    {
        var ct = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, new Uri(address, $"/backoffice/v2/{path}"));
        request.Headers.TryAddWithoutValidation("api_key", key);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Posts and expects 201; the answer's id.</summary>
    public async Task<Guid> CreateAsync(string path, object body)
    {
        var answer = await PostAsync(path, body);
        Assert.True(answer.Status == HttpStatusCode.Created, $"{answer.Status} {answer.Body}");
        return answer.Id;
    }

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? json, string type = "application/json", string? trace = null)
    {
        var ct = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(
            method, new Uri(address, path.StartsWith('/') ? path : $"/backoffice/v2/{path}"));
        if (key is not null) request.Headers.TryAddWithoutValidation("api_key", key);
        if (trace is not null) request.Headers.TryAddWithoutValidation("traceparent", trace);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, type);
        using var response = await Http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        var body = text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        return new ApiAnswer(response.StatusCode, response.Headers, body);
    }
}

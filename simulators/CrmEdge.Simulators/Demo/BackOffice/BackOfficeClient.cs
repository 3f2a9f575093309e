using System.Net.Http.Json;
using System.Text.Json;

namespace CrmEdge.Simulators.Demo.BackOffice;

/// <summary>The back office's REST API, with one API key: what an integrator would call.</summary>
internal sealed class BackOfficeClient(HttpClient http, Uri rest, string apiKey)
{
    private const string Prefix = "/backoffice/v2";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public Task<T> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(HttpMethod.Get, path, null, ct);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken ct) => SendAsync<T>(HttpMethod.Post, path, body, ct);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken ct) => SendAsync<T>(HttpMethod.Put, path, body, ct);

    public Task<Made> PostAsync(string path, object body, CancellationToken ct) => PostAsync<Made>(path, body, ct);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(rest, Prefix + path));
        request.Headers.Add("api_key", apiKey);
        if (body is not null) request.Content = JsonContent.Create(body, options: Format);
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
        {
            var words = await answer.Content.ReadAsStringAsync(ct);
            throw new DemoException($"{method} {path} was refused with {(int)answer.StatusCode}: {words}");
        }
        return await answer.Content.ReadFromJsonAsync<T>(Format, ct)
            ?? throw new DemoException($"{method} {path} was answered with nothing.");
    }
}

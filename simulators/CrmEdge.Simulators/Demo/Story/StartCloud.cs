using CrmEdge.Simulators.Demo.BackOffice;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class StartCloud : IStep
{
    private const string BusinessCode = "DEMO-CAFE";

    public string Title => "The cloud starts with a PostgreSQL of its own, and a business opens";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await stage.Cloud.StartAsync(ct);
        var admin = stage.Call(stage.Cloud.AdminKey);
        var platformKey = await KeyAsync(admin, null, ct);
        stage.Platform = stage.Call(platformKey);
        await admin.PostAsync(
            "/organisations", new { Type = "SERVICE_OWNER", Code = "DEMO-OWNER", Name = "Demo Services" }, ct);
        await admin.PostAsync("/organisations", new
        {
            ParentId = "DEMO-OWNER",
            Type = "BUSINESS", Code = BusinessCode, Name = "Demo Café", CurrencyCode = "EUR", Country = "CYP",
            TimeZone = "Europe/Nicosia",
        }, ct);
        var key = await KeyAsync(admin, BusinessCode, ct);
        await File.WriteAllTextAsync(Path.Combine(stage.Folder, "business.key"), key, ct);
        stage.Business = stage.Call(key);
        foreach (var secret in (string[])[stage.Cloud.AdminKey, platformKey, key]) stage.Secrets.Add("api-key", secret);
        await stage.Business.PostAsync("/organisations", new { Type = "MERCHANT", Code = "DEMO-SHOP", Name = "Old Port" }, ct);
        await stage.Business.PostAsync("/taps", new { Code = Stage.Tap, OrganisationId = "DEMO-SHOP", Name = "Till 1" }, ct);
        await stage.Business.PostAsync("/reward_offers", new { Code = "FIVE", Name = "5 % back", Percent = 5 }, ct);
        stage.Screen.Say($"back office at {stage.Cloud.Rest}backoffice/v2, described at {stage.Cloud.Rest}openapi/v2.json");
    }

    private static async Task<string> KeyAsync(BackOfficeClient admin, string? organisation, CancellationToken ct)
    {
        var issued = await admin.PostAsync<IssuedKey>("/api_keys",
            new { OrganisationId = organisation, Mode = "TEST", Kind = "SECRET", Role = "APPROVE", Name = "demo" }, ct);
        return issued.Key;
    }
}

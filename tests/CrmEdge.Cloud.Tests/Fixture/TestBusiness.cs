using System.Globalization;
using CrmEdge.Cloud.Core.Organisations;

namespace CrmEdge.Cloud.Tests.Fixture;

/// <summary>A business of one test, made through the API as an administrator would.</summary>
internal sealed record TestBusiness(CloudHost Host, Guid ServiceOwner, Guid Id, string LiveKey, string TestKey)
{
    private static int _made;

    public Guid LiveTenant => TenantIds.Of(Id, TenantMode.Live);

    public Guid TestTenant => TenantIds.Of(Id, TenantMode.Test);

    /// <summary>Approve role, live mode.</summary>
    public ApiClient Api => Host.Client(LiveKey);

    /// <summary>Approve role, test mode.</summary>
    public ApiClient TestApi => Host.Client(TestKey);

    public static async Task<TestBusiness> MakeAsync(CloudHost host, string currency = "EUR")
    {
        var n = Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);
        var admin = host.Client(host.AdminKey);
        var owner = await admin.CreateAsync("organisations", new { type = "SERVICE_OWNER", name = $"Owner {n}" });
        var business = await admin.CreateAsync("organisations", new
        {
            type = "BUSINESS", name = $"Business {n}", parent_id = owner, currency_code = currency, country = "CYP",
            time_zone = "Europe/Nicosia",
        });
        return new TestBusiness(host, owner, business,
            await KeyAsync(admin, business, "LIVE"), await KeyAsync(admin, business, "TEST"));
    }

    /// <summary>A client with a new key of this business.</summary>
    public async Task<ApiClient> ClientAsync(string role, string kind = "SECRET") =>
        Host.Client(await KeyAsync(Api, Id, "LIVE", role, kind));

    private static async Task<string> KeyAsync(
        ApiClient issuer, Guid organisation, string mode, string role = "APPROVE", string kind = "SECRET")
    {
        var issued = await issuer.PostAsync("api_keys", new { organisation_id = organisation, mode, kind, role, name = "test" });
        Assert.Equal(System.Net.HttpStatusCode.Created, issued.Status);
        return issued.Text("key")!;
    }
}

using System.Net;

namespace CrmEdge.Cloud.Tests.Api;

public sealed class AuthenticationTests(CloudHost host)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("sk_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_missing_or_unknown_key_is_401_and_says_what_to_send(string? key)
    {
        var answer = await host.Client(key).GetAsync("contacts");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("CRM.EXCEPTIONS.UNAUTHORIZEDEXCEPTION", answer.Error);
        Assert.Contains("api_key", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_one_character_changed_is_401()
    {
        var business = await host.NewBusinessAsync();
        var changed = business.LiveKey[..^1] + (business.LiveKey[^1] == 'A' ? 'B' : 'A');
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client(changed).GetAsync("contacts")).Status);
        Assert.Equal(HttpStatusCode.OK, (await business.Api.GetAsync("contacts")).Status);
    }
}

using System.Net;
using CrmEdge.Cloud.Host;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Tests.Keys;

public sealed class MasterKeyTests(CloudHost host) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    private string KeyFile => _folder["keys", "host.keys"];

    private string AdminKeyFile => _folder["keys", "admin.key"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Init_makes_files_that_only_their_owner_may_read()
    {
        CloudHost.NewKeyFile(KeyFile).Init();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyFile));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(AdminKeyFile));
        Assert.StartsWith("sk_live_", File.ReadAllText(AdminKeyFile), StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllText(AdminKeyFile).Trim(), File.ReadAllText(KeyFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Init_never_overwrites_keys_that_are_there()
    {
        CloudHost.NewKeyFile(KeyFile).Init();
        var (keys, admin) = (File.ReadAllText(KeyFile), File.ReadAllText(AdminKeyFile));
        var refused = Assert.Throws<KeysException>(() => CloudHost.NewKeyFile(KeyFile).Init());
        Assert.Equal(KeysFault.AlreadyThere, refused.Fault);
        Assert.Equal((keys, admin), (File.ReadAllText(KeyFile), File.ReadAllText(AdminKeyFile)));
    }

    [Fact]
    public async Task A_start_without_keys_is_a_named_error_that_tells_the_command()
    {
        var refused = Assert.Throws<KeysException>(() => CloudHost.NewKeyFile(KeyFile).Load());
        Assert.Equal(KeysFault.Missing, refused.Fault);
        Assert.Contains("crmedge-host keys init", refused.Message, StringComparison.Ordinal);
        Assert.Equal(78, await Commands.RunAsync([$"--Keys:File={KeyFile}", $"--Database:Folder={_folder["data"]}"]));
        Assert.False(Directory.Exists(_folder["data", "postgres"]), "no database is made for a start that is refused");
    }

    [Fact]
    public void A_key_file_that_others_can_read_is_refused()
    {
        CloudHost.NewKeyFile(KeyFile).Init();
        File.SetUnixFileMode(KeyFile, OwnerOnly | UnixFileMode.OtherRead);
        var refused = Assert.Throws<SecretFileException>(() => CloudHost.NewKeyFile(KeyFile).Load());
        Assert.Contains("chmod 0600", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"current":1,"keys":[],"admin_key_hashes":[]}""")]
    [InlineData("""{"current":2,"keys":[{"id":1,"secret":"AAAA"}],"admin_key_hashes":[]}""")]
    public void A_file_that_is_no_key_file_is_refused(string text)
    {
        SecretFile.Replace(KeyFile, text);
        Assert.Equal(KeysFault.Unreadable, Assert.Throws<KeysException>(() => CloudHost.NewKeyFile(KeyFile).Load()).Fault);
    }

    [Fact]
    public async Task Keys_inside_the_data_folder_are_refused()
    {
        CloudHost.NewKeyFile(KeyFile).Init();
        var app = Program.Build([$"--Keys:File={KeyFile}", $"--Database:Folder={_folder.Path}"]);
        await using (app)
        {
            var refused = Assert.Throws<KeysException>(() => app.Services.GetService(typeof(MasterKeys)));
            Assert.Equal(KeysFault.InsideDataFolder, refused.Fault);
        }
    }

    [Fact]
    public async Task After_a_rotation_everything_is_sealed_anew_and_what_was_stored_still_opens()
    {
        await using var another = await host.AnotherAsync();
        var business = await another.NewBusinessAsync();
        var contact = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", first_name = "Ada", emails = new[] { new { email_address = "ada@example.org" } },
        });
        await another.StopAsync();
        Assert.Equal(2, CloudHost.NewKeyFile(another.KeyFile).Rotate());
        await another.StartAsync();
        Assert.Equal("0", await another.SqlAsync(
            "SELECT count(*) FROM tenant_key WHERE substring(sealed FROM 2 FOR 4) <> '\\x00000002'"));
        var read = await another.Client(business.LiveKey).GetAsync($"contacts/{contact}");
        Assert.Equal("ada@example.org", read.Body.GetProperty("emails")[0].GetProperty("email_address").GetString());
    }

    [Fact]
    public async Task The_key_file_of_another_database_is_refused_at_the_start()
    {
        await using var another = await host.AnotherAsync();
        await another.StopAsync();
        File.Delete(another.KeyFile);
        CloudHost.NewKeyFile(another.KeyFile).Init();
        another.Logs.Expect(11);   // the framework's own "Hosting failed to start"
        // The same key id with another secret: only opening a tenant's key can tell.
        var refused = await Assert.ThrowsAsync<KeysException>(another.StartAsync);
        Assert.Equal(KeysFault.WrongKey, refused.Fault);
    }

    [Fact]
    public async Task A_lost_administrator_key_is_replaced_by_keys_admin_and_the_next_start()
    {
        await using var another = await host.AnotherAsync();
        var first = another.AdminKey;
        await another.StopAsync();
        CloudHost.NewKeyFile(another.KeyFile).AddAdmin();
        await another.StartAsync();
        Assert.NotEqual(first, another.AdminKey);
        Assert.Equal(HttpStatusCode.OK, (await another.Client(another.AdminKey).GetAsync("organisations")).Status);
        Assert.Equal(HttpStatusCode.OK, (await another.Client(first).GetAsync("organisations")).Status);
    }

    [Fact]
    public async Task A_revoked_administrator_key_stays_revoked_after_a_restart()
    {
        await using var another = await host.AnotherAsync();
        var admin = another.Client(another.AdminKey);
        var id = (await admin.GetAsync("api_keys")).Content[0].GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"api_keys/{id}/actions", new { action = "REVOKE" })).Status);
        await another.StopAsync();
        await another.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await another.Client(another.AdminKey).GetAsync("organisations")).Status);
    }
}

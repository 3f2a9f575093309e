using System.Net;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Tests;

/// <summary>The executable itself, as a person starts it on a fresh machine.</summary>
public sealed class HostProcessTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();
    private readonly FreePort _rest = FreePort.Take();
    private readonly FreePort _operations = FreePort.Take();

    public void Dispose()
    {
        _rest.Dispose();
        _operations.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_needs_to_be_prepared_but_keys_init()
    {
        await using (var refused = await TestProcess.RunAsync(Host()))
        {
            Assert.Equal(78, await refused.Exited);
            Assert.Contains(refused.Errors, line => line.Contains("crmedge-host keys init", StringComparison.Ordinal));
        }
        await using (var init = await TestProcess.RunAsync(Host("keys", "init"))) Assert.Equal(0, await init.Exited);
        var key = SecretFile.Read(_folder["keys", "admin.key"])!.Trim();
        for (var start = 1; start <= 2; start++)
        {
            await using var host = TestProcess.Start(Host());
            var answer = await Eventually.HoldsAsync($"the host's answer after start {start}",
                async () => await new ApiClient(new Uri($"http://127.0.0.1:{_rest}"), key).GetAsync("organisations/PLATFORM"),
                got => got.Status == HttpStatusCode.OK, TimeSpan.FromMinutes(2));
            Assert.Equal("OPERATOR", answer.Text("type"));
            await host.StopAsync();
            Assert.Equal(0, await host.Exited);
            Assert.DoesNotContain(host.Output.Concat(host.Errors), line => line.Contains(key, StringComparison.Ordinal));
        }
        foreach (var role in new[] { "migrator", "api", "ledger" })
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder["data", "roles", $"{role}.password"]));
        Assert.Equal(64, SecretFile.Read(_folder["data", "roles", "api.password"])!.Length);
    }

    private ProcessPlan Host(params string[] words) => ProcessPlan.Ours("CrmEdge.Cloud.Host",
    [
        .. words, $"--Keys:File={_folder["keys", "host.keys"]}", $"--Database:Folder={_folder["data"]}",
        $"--Listen:rest:Port={_rest}", $"--Listen:operations:Port={_operations}",
    ]);
}

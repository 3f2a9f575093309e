using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Demo;

/// <summary>A whole run of the demo whose books were changed at the end, so that it leaves its data folder behind.</summary>
public sealed class TamperedDemo : IAsyncLifetime
{
    public TempFolder Folder { get; } = new();

    internal DemoRun Run { get; private set; } = null!;

    /// <summary>Logs, databases, journals: all that the programs wrote.</summary>
    public string Data => Assert.Single(Directory.GetDirectories(Folder, "crme-*"));

    /// <summary>Every table of the cloud, a file each, as it was before the cloud stopped.</summary>
    public string Tables => Folder["tables"];

    public string Secrets => Folder["secrets"];

    public async ValueTask InitializeAsync() => Run = await DemoRun.PlayAsync(
        Folder, "--tamper", "UPDATE purchase SET net = net + 1, total = total + 1 WHERE reference = 'R-00003'",
        "--secrets", Secrets, "--dump", Tables);

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

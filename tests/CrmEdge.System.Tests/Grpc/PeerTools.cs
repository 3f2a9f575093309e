using Xunit;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>The clients and servers nobody here wrote; installed once per run by <c>peers/install</c>.</summary>
internal static class PeerTools
{
    // Debian's interpreter: the one its grpcio package belongs to.
    public const string Python = "/usr/bin/python3";
    public const string Node = "node";

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Folder with Python stubs and node_modules.</summary>
    public static Task<string> FolderAsync() => Installed.Value;

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Grpc", "peers", name);

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Grpc", "peers-installed");
        await using var install = PeerProcess.Start(Script("install"), [folder]);
        Assert.True(await install.ExitAsync(TimeSpan.FromMinutes(4)) == 0, install.Output);
        return folder;
    }
}

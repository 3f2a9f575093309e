using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CrmEdge.TestKit;

namespace CrmEdge.Edge.Tests.Nexo;

/// <summary>The terminal client of npm's @adyen/api-library, unmodified. It insists on port 8443: every store listens on a
/// loopback address of its own.</summary>
internal static class NexoPeer
{
    private static readonly TimeSpan InstallWait = TimeSpan.FromMinutes(4);
    private static readonly SemaphoreSlim Installing = new(1);

    public static string FreshAddress()
    {
        var bytes = RandomNumberGenerator.GetBytes(3);
        return $"127.{1 + bytes[0] % 250}.{bytes[1]}.{1 + bytes[2] % 250}";
    }

    /// <summary>Sends requests in order; each gives the answer or the error the client made of it.</summary>
    public static async Task<IReadOnlyList<JsonNode>> AskAsync(string address, string secret, params JsonNode[] requests)
    {
        var client = await InstalledAsync();
        using var folder = new TempFolder();
        var file = folder["requests.jsonl"];
        await File.WriteAllLinesAsync(file, requests.Select(request => request.ToJsonString()));
        var node = await TestProcess.RunAsync(
            new ProcessPlan("node", Path.Combine(client, "client.js"), $"https://{address}", secret, file)
            {
                Environment = new Dictionary<string, string> { ["NODE_NO_WARNINGS"] = "1" },
            }, TimeSpan.FromMinutes(1));
        Xunit.Assert.True(node.Output.Count == requests.Length, string.Join('\n', node.Errors));
        return [.. node.Output.Select(line => JsonNode.Parse(line)!)];
    }

    // Installed once, outside the sources.
    private static async Task<string> InstalledAsync()
    {
        var (from, to) = (Repo.File("tests", "CrmEdge.Edge.Tests", "Nexo", "client"), Repo.File("artifacts", "npm", "nexo-client"));
        await Installing.WaitAsync();
        try
        {
            Directory.CreateDirectory(to);
            foreach (var name in new[] { "package.json", "package-lock.json", ".npmrc", "client.js" })
                File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
            if (!Directory.Exists(Path.Combine(to, "node_modules", "@adyen", "api-library")))
                await TestProcess.RunAsync(new ProcessPlan("npm", "ci") { WorkingDirectory = to }, InstallWait);
        }
        finally
        {
            Installing.Release();
        }
        return to;
    }
}

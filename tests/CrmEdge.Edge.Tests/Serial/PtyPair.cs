using CrmEdge.TestKit;

namespace CrmEdge.Edge.Tests.Serial;

/// <summary>Two serial ports with a cable between them, by socat. Pulling the cable is ending it.</summary>
internal sealed class PtyPair : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private TestProcess? _socat;

    public string Ours => _folder["ours"];

    public string Theirs => _folder["theirs"];

    public string LockFolder => _folder["lock"];

    public static async Task<PtyPair> PluggedAsync()
    {
        var pair = new PtyPair();
        await pair.PlugAsync();
        return pair;
    }

    public async Task PlugAsync()
    {
        _socat = TestProcess.Start(new ProcessPlan("socat", "-d", "-d", $"pty,rawer,link={Ours}", $"pty,rawer,link={Theirs}"));
        await _socat.LineAsync("starting data transfer loop");
    }

    public async Task UnplugAsync()
    {
        await _socat!.KillAsync();
        await _socat.DisposeAsync();
        // Killed, socat leaves its names behind, pointing nowhere.
        foreach (var link in new[] { Ours, Theirs }) File.Delete(link);
    }

    public async ValueTask DisposeAsync()
    {
        if (_socat is not null) await _socat.DisposeAsync();
        _folder.Dispose();
    }
}

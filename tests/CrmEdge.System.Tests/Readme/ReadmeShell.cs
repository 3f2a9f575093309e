using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Readme;

/// <summary>A newcomer's shell: the commands as README writes them, with folders and ports of this test's own.</summary>
internal sealed class ReadmeShell : IDisposable
{
    private readonly Dictionary<string, string> _words = [];

    public ReadmeShell()
    {
        Directory.CreateDirectory(Folder["bin"]);
        foreach (var project in (string[])["CrmEdge.Cloud.Host", "CrmEdge.Edge.Agent"])
            File.CreateSymbolicLink(Folder["bin", Path.GetFileName(Repo.Executable(project))], Repo.Executable(project));
        Means("/etc/crmedge", Folder["keys"]);
        Means(":8080", $":{Rest}");
        Means(":8443", $":{Enrol}");
        Means("1883", $"{Mqtt}");
    }

    public TempFolder Folder { get; } = new();

    public FreePort Rest { get; } = FreePort.Take();

    public FreePort Operations { get; } = FreePort.Take();

    public FreePort Enrol { get; } = FreePort.Take();

    public FreePort Sync { get; } = FreePort.Take();

    public FreePort Web { get; } = FreePort.Take();

    public FreePort Mqtt { get; } = FreePort.Take();

    /// <summary>What a word of README stands for here.</summary>
    public void Means(string word, string value) => _words[word] = value;

    public ProcessPlan Plan(string command)
    {
        foreach (var (word, value) in _words) command = command.Replace(word, value, StringComparison.Ordinal);
        return new ProcessPlan("/bin/bash", "-c", $"PATH={Folder["bin"]}:$PATH; exec {command}")
        {
            WorkingDirectory = Repo.Root,
            Environment = new Dictionary<string, string>
            {
                ["Keys__File"] = Folder["keys", "host.keys"], ["Database__Folder"] = Folder["data"],
                ["Agent__Folder"] = Folder["agent"], ["Pos__LockFolder"] = Folder["lock"], ["Web__Port"] = $"{Web}",
                ["Listen__rest__Port"] = $"{Rest}", ["Listen__operations__Port"] = $"{Operations}",
                ["Listen__enrol__Port"] = $"{Enrol}", ["Listen__sync__Port"] = $"{Sync}",
            },
        };
    }

    public void Dispose()
    {
        foreach (var port in (FreePort[])[Rest, Operations, Enrol, Sync, Web, Mqtt]) port.Dispose();
        Folder.Dispose();
    }
}

using System.Diagnostics;

namespace CrmEdge.Tidy.Tests.Model;

/// <summary>Every file that git tracks or would track, read once.</summary>
internal sealed class Repo
{
    private Repo(IEnumerable<SourceFile> files)
    {
        Files = [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
        CSharp = [.. Files.Where(f => f.IsCSharp)];
        Projects = [.. Files.Where(f => f.Extension == ".csproj").Select(f => new Project(f))];
    }

    public IReadOnlyList<SourceFile> Files { get; }

    public IReadOnlyList<SourceFile> CSharp { get; }

    public IReadOnlyList<Project> Projects { get; }

    public static Repo Of(Sample sample) =>
        new(sample.Files.Select(f => new SourceFile(f.Path, f.Text, sample.Executable.Contains(f.Path))));

    public static Repo Open()
    {
        var root = Root();
        var repo = new Repo(Git(root, "ls-files", "-co", "--exclude-standard", "-z")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Select(path => Read(root, path))
            .OfType<SourceFile>());
        repo.CSharp.AsParallel().ForAll(file => _ = file.Root);
        return repo;
    }

    public SourceFile? Find(string path) => Files.FirstOrDefault(f => f.Path == path);

    public IEnumerable<SourceFile> Under(Project project) => CSharp.Where(f => f.IsUnder(project.File.Folder));

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "CrmEdge.sln")))
                return at.FullName;
        throw new InvalidOperationException($"No CrmEdge.sln above {AppContext.BaseDirectory}: build and run this in a clone.");
    }

    private static SourceFile? Read(string root, string path)
    {
        var full = Path.Combine(root, path);
        if (!File.Exists(full)) return null;   // removed from the folder, not yet from git
        var bytes = File.ReadAllBytes(full);
        if (bytes.AsSpan(0, Math.Min(bytes.Length, 8_000)).Contains((byte)0)) return null;   // not text
        var executable = !OperatingSystem.IsWindows() && File.GetUnixFileMode(full).HasFlag(UnixFileMode.UserExecute);
        return new SourceFile(path, File.ReadAllText(full), executable);
    }

    private static string Git(string root, params string[] arguments)
    {
        // A clone made by another user is fine: nothing from its configuration is run.
        string[] all = ["-c", "safe.directory=*", "-C", root, .. arguments];
        using var git = Process.Start(new ProcessStartInfo("git", all) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("git did not start: install git.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"git {arguments[0]} failed with {git.ExitCode}: run it in {root} and see.");
    }
}

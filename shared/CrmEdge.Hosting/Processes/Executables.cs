namespace CrmEdge.Hosting.Processes;

/// <summary>Finds programs the way a shell would.</summary>
public static class Executables
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Folders searched after PATH: a service's PATH often lacks them.</summary>
    private static readonly string[] UsualFolders =
        ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The absolute path of a program, or <c>null</c> when it is not installed.</summary>
    /// <param name="name">A bare name, or a path, which is only checked.</param>
    public static string? Find(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? IsExecutable(name) ? Path.GetFullPath(name) : null
            : SearchPath().Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsExecutable);

    /// <summary>Whether the file exists and somebody may execute it.</summary>
    /// <param name="path">The file.</param>
    public static bool IsExecutable(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;

    private static IEnumerable<string> SearchPath() =>
        (Ambient.EnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Union(UsualFolders);
}

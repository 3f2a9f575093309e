namespace CrmEdge.TestKit;

/// <summary>Where the working copy and its built executables are, found from where the test runs.</summary>
public static class Repo
{
    private const string Solution = "CrmEdge.sln";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder name of the configuration the tests were built in, such as <c>release</c>.</summary>
    public static string Configuration { get; } =
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>A path below the root.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The built executable of a project, in the configuration of the tests.</summary>
    /// <param name="project">The project's name, such as <c>CrmEdge.Cloud.Host</c>.</param>
    public static string Executable(string project)
    {
        var folder = File("artifacts", "bin", project, Configuration);
        var settings = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.runtimeconfig.json") : [];

        // A project that refers to another executable has that one's files in its folder too.
        var own = settings.Select(f => Path.GetFileName(f)[..^".runtimeconfig.json".Length])
            .Where(name => name != "CrmEdge.TestKit" || project == "CrmEdge.TestKit").ToList();
        return own.Count switch
        {
            1 => Path.Combine(folder, own[0]),
            0 => throw new FileNotFoundException($"{project} is not built for '{Configuration}': run dotnet build on it first."),
            _ => throw new InvalidOperationException(
                $"{folder} holds several executables ({string.Join(", ", own)}): delete it and build again."),
        };
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, Solution))) return folder.FullName;
        }
        throw new DirectoryNotFoundException(
            $"No {Solution} above {AppContext.BaseDirectory}: run the tests from the repository's artifacts.");
    }
}

namespace CrmEdge.Simulators.Demo.Machines;

/// <summary>Where the programs lie: all builds of one configuration stand side by side.</summary>
internal static class Programs
{
    public static string Host => Sibling("CrmEdge.Cloud.Host", "crmedge-host");

    public static string Agent => Sibling("CrmEdge.Edge.Agent", "crmedge-agent");

    /// <summary>The audit's SQL, found from where we run.</summary>
    public static string AuditSql
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var file = Path.Combine(folder.FullName, "deploy", "audit.sql");
                if (File.Exists(file)) return file;
            }
            throw new DemoException($"There is no deploy/audit.sql above {AppContext.BaseDirectory}: run from a working copy.");
        }
    }

    private static string Sibling(string project, string program)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var file = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, program));
        return File.Exists(file) ? file : throw new DemoException($"{file} is not there: run ./deploy/demo, which builds it.");
    }
}

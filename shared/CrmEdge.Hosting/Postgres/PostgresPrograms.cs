using System.Globalization;
using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Postgres;

/// <summary>One installed PostgreSQL.</summary>
internal sealed record PostgresPrograms(string Folder)
{
    private const string DebianRoot = "/usr/lib/postgresql";

    public string Server => Path.Combine(Folder, "postgres");

    public string Init => Path.Combine(Folder, "initdb");

    private bool IsComplete => Executables.IsExecutable(Server) && Executables.IsExecutable(Init);

    /// <summary>The installation that fits: of the data's own major version, or the first found for new data.</summary>
    /// <param name="searched">The folders to look in; empty means the usual ones.</param>
    /// <param name="dataVersion">What PG_VERSION of existing data says.</param>
    /// <param name="versionOf">Asks an installation for its major version.</param>
    public static async Task<PostgresPrograms> FindAsync(
        IReadOnlyList<string> searched, string? dataVersion, Func<PostgresPrograms, Task<string>> versionOf)
    {
        var found = (searched.Count > 0 ? searched : UsualFolders())
            .Select(folder => new PostgresPrograms(folder)).Where(p => p.IsComplete).Select(p => p.Resolved()).ToList();
        if (found.Count == 0)
            throw new PrivatePostgresException(PrivatePostgresRefusal.ProgramsMissing,
                $"PostgreSQL is not installed: install the package postgresql{(dataVersion is null ? "" : $"-{dataVersion}")} " +
                "(apt-get install postgresql), or configure a connection string to a server that runs elsewhere.");
        if (dataVersion is null) return found[0];

        foreach (var programs in found)
        {
            if (await versionOf(programs) == dataVersion) return programs;
        }
        throw new PrivatePostgresException(PrivatePostgresRefusal.ProgramsMissing,
            $"The data is of PostgreSQL {dataVersion}, which is not installed: install the package postgresql-{dataVersion}, " +
            "or move the data to the installed version with pg_upgrade.");
    }

    /// <summary>The major version in the answer to <c>--version</c>, such as 15 in "postgres (PostgreSQL) 15.18 (Debian …)"
    /// and 18 in "postgres (PostgreSQL) 18beta1".</summary>
    public static string MajorVersion(string answer) => answer.Split(' ')
        .Select(word => string.Concat(word.TakeWhile(char.IsAsciiDigit))).FirstOrDefault(digits => digits.Length > 0) ?? "";

    /// <summary>A folder of links may hold some programs only; psql and the rest are beside the server itself.</summary>
    private PostgresPrograms Resolved()
    {
        var real = File.ResolveLinkTarget(Server, returnFinalTarget: true)?.FullName ?? Server;
        var home = new PostgresPrograms(Path.GetDirectoryName(real)!);
        return home.IsComplete ? home : this;
    }

    private static IEnumerable<string> UsualFolders()
    {
        // The distribution's own pg_ctl wrappers in PATH are no servers; only a folder with both programs counts.
        var inPath = (Ambient.EnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var debian = Directory.Exists(DebianRoot)
            ? Directory.GetDirectories(DebianRoot).OrderByDescending(VersionOrder).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return inPath.Concat(debian);
    }

    private static int VersionOrder(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}

using System.Globalization;

namespace CrmEdge.Hosting.Processes;

/// <summary>What the kernel says about processes that are not ours to wait for.</summary>
public static class ProcessTable
{
    /// <summary>Every process id at this moment.</summary>
    public static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>Whether the process runs. One that ended counts as gone even while its parent has not asked for its exit
    /// code, which in a container without an init may be for ever.</summary>
    /// <param name="id">The process id.</param>
    public static bool IsAlive(int id)
    {
        // "pid (name) state …": the name may hold anything, also a closing parenthesis.
        var stat = ReadOrEmpty($"/proc/{id}/stat");
        var state = stat.LastIndexOf(')') + 2;
        return state >= 2 && state < stat.Length && stat[state] is not ('Z' or 'X');
    }

    /// <summary>A file of the process's own folder as text, or nothing when it is gone or not ours to read.</summary>
    /// <param name="path">A path below <c>/proc</c>.</param>
    public static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The folder a process stands in, or <c>null</c> when it is gone or not ours to ask.</summary>
    /// <param name="id">The process id.</param>
    public static string? WorkingFolder(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

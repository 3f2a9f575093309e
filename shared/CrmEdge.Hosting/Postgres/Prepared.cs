using CrmEdge.Hosting.Files;
using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Postgres;

/// <summary>A folder that is locked, reachable for the server and holds data: all that comes before the server itself.</summary>
internal sealed record Prepared(
    ClusterFolder Folder, ClusterLock Lock, ServerAccount Account, PostgresPrograms Programs, string Password)
{
    public static async Task<Prepared> MakeAsync(PrivatePostgresOptions options, TimeProvider time, CancellationToken ct)
    {
        var folder = new ClusterFolder(options.Folder);
        var account = ServerAccount.Choose(
            Libc.EffectiveUserId(), options.Account, Libc.Owner(folder.Data)?.User, File.ReadAllLines("/etc/passwd"));
        MakeRoot(folder, account);
        var taken = ClusterLock.Take(folder);
        try
        {
            ClusterFolder.MakeOwned(folder.Run, account);
            await RefuseUnreachableAsync(folder, account, time, ct);
            var version = File.Exists(folder.VersionFile) ? (await File.ReadAllTextAsync(folder.VersionFile, ct)).Trim() : null;
            var programs = await PostgresPrograms.FindAsync(options.ProgramFolders, version, p => VersionAsync(p, time, ct));
            var init = new ClusterInit(folder, account, time);
            var password = init.Password();
            await init.EnsureDataAsync(programs, password, ct);
            return new Prepared(folder, taken, account, programs, password);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static void MakeRoot(ClusterFolder folder, ServerAccount account)
    {
        try
        {
            DataFolder.Open(folder.Root, passable: account.Name is not null);
        }
        catch (UnsafeFolderException unsafeFolder)
        {
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable, unsafeFolder.Message, unsafeFolder);
        }
    }

    private static async Task RefuseUnreachableAsync(
        ClusterFolder folder, ServerAccount account, TimeProvider time, CancellationToken ct)
    {
        if (account.Name is null) return;
        var probe = await CommandRun.RunAsync(
            new ProcessSpec { FileName = "test", Arguments = ["-w", folder.Run], UserName = account.Name }, time, ct);
        if (probe.ExitCode == 0) return;
        var closed = Closed(folder.Root);
        throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
            $"The account {account.Name}, which runs PostgreSQL, may not pass {closed}: " +
            $"choose a data folder elsewhere, such as /var/lib/crmedge, or open it (chmod o+x {closed}).");
    }

    /// <summary>The topmost folder on the way that not everybody may pass.</summary>
    private static string Closed(string path)
    {
        var above = Path.GetDirectoryName(path) is { } parent ? Closed(parent) : "";
        return above.Length > 0 || File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherExecute) ? above : path;
    }

    private static async Task<string> VersionAsync(PostgresPrograms programs, TimeProvider time, CancellationToken ct)
    {
        var run = await CommandRun.RunAsync(new ProcessSpec { FileName = programs.Server, Arguments = ["--version"] }, time, ct);
        return PostgresPrograms.MajorVersion(run.Text);
    }
}

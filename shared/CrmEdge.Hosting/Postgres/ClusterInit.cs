using System.Security.Cryptography;
using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Postgres;

/// <summary>Creates a cluster so that a half-made one is never used: initdb works beside and the rename is the birth.</summary>
internal sealed class ClusterInit(ClusterFolder folder, ServerAccount account, TimeProvider time)
{
    private const int PasswordBytes = 24;

    /// <summary>The super user's password, made at the first start.</summary>
    public string Password()
    {
        if (File.Exists(folder.Password)) return File.ReadAllText(folder.Password);
        if (Directory.Exists(folder.Data))
            throw new PrivatePostgresException(PrivatePostgresRefusal.PasswordMissing,
                $"{folder.Data} holds a database but {folder.Password} is gone: restore that file from the backup.");

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        var draft = folder.Password + ".new";
        WriteSecret(draft, password);
        File.Move(draft, folder.Password, overwrite: true);
        Libc.SyncFolder(folder.Root);
        return password;
    }

    /// <summary>Makes the data folder unless it is there.</summary>
    public async Task EnsureDataAsync(PostgresPrograms programs, string password, CancellationToken ct)
    {
        if (File.Exists(folder.VersionFile)) return;
        if (Directory.Exists(folder.Data))
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
                $"{folder.Data} is no PostgreSQL data folder: move it away, or choose another data folder.");

        if (Directory.Exists(folder.NewData)) Directory.Delete(folder.NewData, recursive: true);
        ClusterFolder.MakeOwned(folder.NewData, account);
        var run = await InitAsync(programs, password, ct);
        if (run.ExitCode != 0)
            throw new PrivatePostgresException(PrivatePostgresRefusal.InitFailed,
                $"The database in {folder.Root} could not be created, initdb said: {run.Text}");
        Directory.Move(folder.NewData, folder.Data);
        Libc.SyncFolder(folder.Root);
    }

    private async Task<CommandRun> InitAsync(PostgresPrograms programs, string password, CancellationToken ct)
    {
        // Not a pipe: the server's account may not open one that root made.
        var passwordFile = folder.Password + ".init";
        WriteSecret(passwordFile, password);
        try
        {
            account.Own(passwordFile);
            return await CommandRun.RunAsync(new ProcessSpec
            {
                FileName = programs.Init,
                Arguments =
                [
                    "-D", folder.NewData, "-U", ConnectionStrings.SuperUser, $"--pwfile={passwordFile}",
                    "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
                ],
                UserName = account.Name,
                CleanEnvironment = true,
            }, time, ct);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    private static void WriteSecret(string path, string text)
    {
        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = ClusterFolder.OwnerOnlyFile,
        });
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}

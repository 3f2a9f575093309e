using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>A small file that only its owner may read (mode 0600). Written whole or not at all.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>The text of the file, or null where there is none.</summary>
    /// <exception cref="SecretFileException">Others may read it.</exception>
    public static string? Read(string path)
    {
        if (!File.Exists(path)) return null;
        if ((File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.GroupRead)) != 0 || IsForGroup(path))
        {
            throw new SecretFileException(
                $"{path} can be read by others than its owner. Run: chmod 0600 {path} (and rotate what it holds).");
        }
        return File.ReadAllText(path);
    }

    /// <summary>Writes a new file; false where one is there already, which stays as it is.</summary>
    public static bool TryCreate(string path, string text)
    {
        if (File.Exists(path)) return false;
        Replace(path, text);
        return true;
    }

    /// <summary>Puts the text in place of what is there, durably: a crash leaves the old text or the new one.</summary>
    public static void Replace(string path, string text)
    {
        var folder = Invariant.NotNull(Path.GetDirectoryName(Path.GetFullPath(path)));
        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, OwnerFolder);
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        };
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The text of the file, made of fresh random bytes (64 hexadecimal digits) where there is none yet.</summary>
    public static string ReadOrMint(string path)
    {
        if (Read(path) is { } present) return present.Trim();
        TryCreate(path, RandomNumberGenerator.GetHexString(64, lowercase: true));
        return Invariant.NotNull(Read(path)).Trim();
    }

    // systemd hands credentials over as 0440 in a folder nobody else can enter.
    private static bool IsForGroup(string path) =>
        (File.GetUnixFileMode(path) & UnixFileMode.GroupRead) != 0
        && (File.GetUnixFileMode(Invariant.NotNull(Path.GetDirectoryName(Path.GetFullPath(path)))) & ~OwnerFolder) != 0;
}

/// <summary>A secret lies open. The message tells what to run.</summary>
internal sealed class SecretFileException(string message) : StartRefusedException(message);

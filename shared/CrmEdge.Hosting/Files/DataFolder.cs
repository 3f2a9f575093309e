using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Files;

/// <summary>A folder for what only we may read. An existing one is used only when nobody else can put files into it.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private DataFolder(string path) => Path = path;

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Opens the folder, making it (mode 0700) and its parents when missing.</summary>
    /// <param name="path">An absolute path, or one relative to the current folder.</param>
    /// <param name="passable">Make it 0711 instead, for a child that runs as another account and owns a folder below.</param>
    /// <exception cref="UnsafeFolderException">It is a link, a file, another user's, or open to other writers.</exception>
    public static DataFolder Open(string path, bool passable = false)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (Libc.Owner(full) is { } owner) RefuseUnsafe(full, owner.User, owner.IsLink);
        else Make(full, passable ? Passable : OwnerOnly);
        return new DataFolder(full);
    }

    /// <summary>A folder below, under the same rules.</summary>
    /// <param name="name">Its name.</param>
    public DataFolder Folder(string name) => Open(System.IO.Path.Combine(Path, name));

    /// <summary>The path of a file below; nothing is made.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    private static void RefuseUnsafe(string path, uint owner, bool isLink)
    {
        var self = Libc.EffectiveUserId();
        if (isLink) throw new UnsafeFolderException($"{path} is a link: name the folder it points to.");
        if (!Directory.Exists(path)) throw new UnsafeFolderException($"{path} is a file: choose another folder.");
        if (owner != self)
            throw new UnsafeFolderException(
                $"{path} belongs to user id {owner}, we run as {self}: run as its owner, or choose another folder.");
        if ((System.IO.File.GetUnixFileMode(path) & OthersWrite) != 0)
            throw new UnsafeFolderException(
                $"{path} may be written by others: close it (chmod go-w {path}), or choose another folder.");
    }

    private static void Make(string path, UnixFileMode mode)
    {
        try
        {
            Directory.CreateDirectory(path, mode);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new UnsafeFolderException(
                $"{path} cannot be made ({refused.Message.TrimEnd('.')}): make it and give it to us, or choose another folder.",
                refused);
        }
    }
}

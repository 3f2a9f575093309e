namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Files that only the agent's user may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file, or makes an empty one; either way nobody else can read it afterwards.</summary>
    public static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows()) return new FileStream(path, options);
        options.UnixCreateMode = OwnerOnly;
        var file = new FileStream(path, options);
        File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        return file;
    }

    /// <summary>Makes a folder, closed to others, where there is none.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }
}

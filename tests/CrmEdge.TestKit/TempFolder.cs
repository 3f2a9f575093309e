using System.Security.Cryptography;

namespace CrmEdge.TestKit;

/// <summary>A folder that is gone after the test. Its path is short (a Unix socket's may have 107 bytes) and every account
/// may pass it, so that a server run as another user can live below.</summary>
public sealed class TempFolder : IDisposable
{
    private const int BaseCharsMax = 24;
    private const int NameChars = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public TempFolder()
    {
        var parent = System.IO.Path.GetTempPath() is { Length: <= BaseCharsMax } configured ? configured : "/tmp";
        do Path = System.IO.Path.Combine(parent, $"ce-{RandomNumberGenerator.GetHexString(NameChars, lowercase: true)}");
        while (Directory.Exists(Path));
        Directory.CreateDirectory(Path, Passable);
    }

    public string Path { get; }

    /// <summary>A path below the folder; nothing is created.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Makes a folder below, with the rights others have on it, and returns its path.</summary>
    public string Make(string name, bool passable = true, bool everybodyWrites = false)
    {
        var made = Directory.CreateDirectory(this[name]).FullName;
        File.SetUnixFileMode(made, (passable ? Passable : OwnerOnly) | (everybodyWrites ? UnixFileMode.OtherWrite : 0));
        return made;
    }

    public static implicit operator string(TempFolder folder) => folder.Path;

    public override string ToString() => Path;

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}

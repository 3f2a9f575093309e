using System.Security.Cryptography;
using System.Text;
using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Postgres;

/// <summary>The files of one cluster: <c>lock</c>, <c>password</c>, <c>data/</c> and <c>run/</c> for the socket.</summary>
internal sealed class ClusterFolder
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>sun_path holds 108 bytes with the closing zero; the name in it is <c>/.s.PGSQL.65535</c>.</summary>
    private const int SocketFolderBytesMax = 107 - 15;
    private const int HashChars = 16;

    public ClusterFolder(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
                $"The database folder '{path}' is not an absolute path: write one that begins with '/'.");
        Root = Path.GetFullPath(path);
    }

    public string Root { get; }

    public string Lock => Path.Combine(Root, "lock");

    public string Password => Path.Combine(Root, "password");

    public string Data => Path.Combine(Root, "data");

    public string NewData => Path.Combine(Root, "data.new");

    public string VersionFile => Path.Combine(Data, "PG_VERSION");

    public string PostmasterFile => Path.Combine(Data, "postmaster.pid");

    public string Run => Path.Combine(Root, "run");

    /// <summary>What postmaster.pid says now, or <c>null</c>.</summary>
    public PostmasterFile? Postmaster() => Postgres.PostmasterFile.Parse(ProcessTable.ReadOrEmpty(PostmasterFile));

    /// <summary>The data folder as the kernel names it, links in the path resolved.</summary>
    public string RealData()
    {
        var real = "/";
        foreach (var part in Data.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }
        return real;
    }

    /// <summary>Where the socket goes: <c>run/</c>, or a short folder elsewhere when that path is too long, or holds what a
    /// connection string takes for a separator.</summary>
    public string SocketFolder(string shortParent)
    {
        if (Encoding.UTF8.GetByteCount(Run) <= SocketFolderBytesMax && Run.IndexOfAny([',', ';', '"', '\'']) < 0) return Run;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..HashChars];
        return Path.Combine(shortParent, $"crmedge-{hash}");
    }

    /// <summary>Makes a folder that belongs to the server's account alone. One that somebody else made is refused: in a
    /// shared parent such as /tmp it would let them answer in the server's place.</summary>
    public static void MakeOwned(string path, ServerAccount account)
    {
        if (Libc.Owner(path) is { } owner
            && (owner.IsLink || (owner.User != account.User && owner.User != Libc.EffectiveUserId())))
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
                $"{path} belongs to user id {owner.User}{(owner.IsLink ? " and is a link" : "")}: " +
                "remove it, or choose another data folder.");
        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
        account.Own(path);
    }
}

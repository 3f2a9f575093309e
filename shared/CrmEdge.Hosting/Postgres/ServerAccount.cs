using System.Globalization;
using System.Runtime.InteropServices;
using CrmEdge.Hosting.Processes;

namespace CrmEdge.Hosting.Postgres;

/// <summary>Whom the server runs as: PostgreSQL refuses to run as root.</summary>
/// <param name="Name">The account to switch to, or <c>null</c> when it is our own.</param>
/// <param name="User">Its user id.</param>
/// <param name="Group">Its group id.</param>
internal sealed record ServerAccount(string? Name, uint User, uint Group)
{
    private const int PasswdFields = 7;
    private static readonly string[] Usual = ["postgres", "nobody"];

    /// <summary>Chooses the account.</summary>
    /// <param name="ownUser">Our effective user id.</param>
    /// <param name="wanted">A configured account, or empty.</param>
    /// <param name="dataOwner">Who owns existing data.</param>
    /// <param name="passwd">The lines of /etc/passwd.</param>
    public static ServerAccount Choose(uint ownUser, string wanted, uint? dataOwner, IReadOnlyList<string> passwd)
    {
        if (ownUser != 0)
        {
            return dataOwner is null || dataOwner == ownUser
                ? new ServerAccount(null, ownUser, 0)
                : throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
                    $"The database folder belongs to user id {dataOwner}, we run as {ownUser}: " +
                    "run as its owner, or choose another data folder.");
        }
        var accounts = passwd.Select(Parse).OfType<ServerAccount>().Where(a => a.User != 0).ToList();
        var fitting = dataOwner is not null ? accounts.Where(a => a.User == dataOwner)
            : (wanted.Length > 0 ? [wanted] : Usual).SelectMany(name => accounts.Where(a => a.Name == name));
        return fitting.FirstOrDefault() ?? throw new PrivatePostgresException(PrivatePostgresRefusal.AccountMissing,
            dataOwner is not null
                ? $"The data belongs to user id {dataOwner}, which is not an unprivileged account here: " +
                  "give it (chown -R) to the account postgres."
                : "PostgreSQL does not run as root and there is no account " +
                  $"{(wanted.Length > 0 ? wanted : "postgres or nobody")}: " +
                  "create it (adduser --system postgres), or start us as an ordinary user.");
    }

    /// <summary>Gives a file to the account; does nothing when it is ours anyway.</summary>
    public void Own(string path)
    {
        if (Name is not null && Libc.ChangeOwner(path, User, Group) != 0)
            throw new PrivatePostgresException(PrivatePostgresRefusal.FolderNotUsable,
                $"{path} cannot be given to the account {Name} (errno {Marshal.GetLastPInvokeError()}): " +
                "choose a data folder on a local file system.");
    }

    private static ServerAccount? Parse(string line)
    {
        var fields = line.Split(':');
        return fields.Length == PasswdFields
            && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var group)
            ? new ServerAccount(fields[0], user, group) : null;
    }
}

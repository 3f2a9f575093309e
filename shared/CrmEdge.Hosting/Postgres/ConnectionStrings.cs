using System.Data.Common;

namespace CrmEdge.Hosting.Postgres;

/// <summary>How to reach a cluster, in Npgsql's key words.</summary>
internal static class ConnectionStrings
{
    public const string SuperUser = "crmedge";

    public static string For(string host, int port, string password, string database) => new DbConnectionStringBuilder
    {
        ["Host"] = host,
        ["Port"] = port,
        ["Username"] = SuperUser,
        ["Password"] = password,
        ["Database"] = database,
    }.ConnectionString;
}

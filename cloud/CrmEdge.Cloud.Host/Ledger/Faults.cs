using System.Net.Sockets;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>What an exception says about a batch.</summary>
internal static class Faults
{
    /// <summary>
    /// True where the rows themselves are at fault: data, constraint, privilege, statement, raised by a trigger, or a store that
    /// cannot make its parameters. The same rows would fail again, and others need not.
    /// </summary>
    public static bool IsInRows(Exception fault) => fault switch
    {
        PostgresException { SqlState: [var a, var b, ..] } =>
            (a, b) is ('2', '2') or ('2', '3') or ('4', '2') or ('4', '4') or ('P', '0'),
        _ => !IsPassing(fault),
    };

    /// <summary>True where connection, server or lease failed: another try, with another look, may succeed.</summary>
    public static bool IsPassing(Exception fault) => fault switch
    {
        PostgresException => !IsInRows(fault),
        NpgsqlException or TimeoutException or IOException or SocketException or PartitionHeldException => true,
        OperationCanceledException => true,
        _ => false,
    };
}

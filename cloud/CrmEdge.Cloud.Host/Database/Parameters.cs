using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Database;

internal static class Parameters
{
    /// <summary>Adds the next positional parameter, typed, so that nothing is boxed and the database needs no guess.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Adds the next positional parameter where it may be absent.</summary>
    public static NpgsqlCommand WithOptional<T>(this NpgsqlCommand command, NpgsqlDbType type, T? value)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = (object?)value ?? DBNull.Value });
        return command;
    }
}

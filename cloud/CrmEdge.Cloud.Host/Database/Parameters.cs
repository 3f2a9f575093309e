using Npgsql;

namespace CrmEdge.Cloud.Host.Database;

internal static class Parameters
{
    /// <summary>Adds the next positional parameter, typed, so that nothing is boxed and the database needs no guess.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }
}

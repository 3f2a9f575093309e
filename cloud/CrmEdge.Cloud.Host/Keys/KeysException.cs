namespace CrmEdge.Cloud.Host.Keys;

internal enum KeysFault
{
    Missing,
    AlreadyThere,
    Unreadable,
    InsideDataFolder,
    WrongKey,
}

/// <summary>The master keys are not as they must be. The message names the command to run.</summary>
internal sealed class KeysException(KeysFault fault, string message) : StartRefusedException(message)
{
    public KeysFault Fault { get; } = fault;

    public static KeysException Missing(string file) => new(KeysFault.Missing,
        $"There is no master key file {file}. Run once: crmedge-host keys init --Keys:File={file}");

    public static KeysException AlreadyThere(string file) => new(KeysFault.AlreadyThere,
        $"{file} is there already and stays as it is: what is sealed under it could not be opened otherwise. " +
        "To add a new key run: crmedge-host keys rotate");

    public static KeysException Unreadable(string file) => new(KeysFault.Unreadable,
        $"{file} is no master key file. Restore it from its backup copy; a new one would open nothing that is stored.");

    public static KeysException InsideDataFolder(string file, string folder) => new(KeysFault.InsideDataFolder,
        $"The master key file {file} lies inside the data folder {folder}: a copy of the data would carry its own key. " +
        "Set Keys:File to a place outside of it and move the file there.");

    public static KeysException WrongKey(int? id) => new(KeysFault.WrongKey,
        $"The database holds secrets sealed under master key {id}, which the master key file does not open. " +
        "Restore the file that belongs to this database (Keys:File).");
}

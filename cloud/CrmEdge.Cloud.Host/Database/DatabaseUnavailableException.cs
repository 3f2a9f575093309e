namespace CrmEdge.Cloud.Host.Database;

/// <summary>The database lets one of the three roles not in at the start. Trying again helps where it was not up yet.</summary>
internal sealed class DatabaseUnavailableException(string message, Exception inner) : Exception(message, inner);

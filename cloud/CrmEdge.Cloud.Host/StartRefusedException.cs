namespace CrmEdge.Cloud.Host;

/// <summary>
/// The host cannot start as it is configured. The message says what a person has to do; trying again will not help.
/// </summary>
internal class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);

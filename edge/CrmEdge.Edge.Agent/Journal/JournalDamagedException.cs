namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The file opens and yet is not what a journal must be. The start sets it aside.</summary>
internal sealed class JournalDamagedException(string what) : Exception($"The journal is damaged: {what}.");

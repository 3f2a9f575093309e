namespace CrmEdge.Cloud.Host.Migrations;

/// <summary>Why the schema could not be brought up to date. Trying again does not help unless the message says so.</summary>
internal enum MigrationFault
{
    /// <summary>The database holds a step that this executable does not know.</summary>
    NewerSchema,

    /// <summary>A step that was applied has another text now.</summary>
    ChangedStep,

    /// <summary>Another process held the migration lock for too long.</summary>
    LockBusy,

    /// <summary>The database refused a step; nothing of that step remains.</summary>
    StepFailed,
}

internal sealed class MigrationException(MigrationFault fault, string message, Exception? inner = null)
    : StartRefusedException(message, inner)
{
    public MigrationFault Fault { get; } = fault;
}

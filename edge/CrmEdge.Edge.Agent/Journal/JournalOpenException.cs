namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Why a journal could not be opened.</summary>
public enum JournalOpenCode
{
    /// <summary>Another agent has it open.</summary>
    JournalInUse,

    /// <summary>It was written by a newer agent.</summary>
    JournalNewer,

    /// <summary>The file is some other program's database.</summary>
    NotAJournal,

    /// <summary>Folder or file cannot be read or written.</summary>
    JournalUnavailable,
}

/// <summary>The journal did not open. Nothing was changed.</summary>
public sealed class JournalOpenException(JournalOpenCode code, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>Why.</summary>
    public JournalOpenCode Code { get; } = code;

    /// <summary>True when a later try can succeed without anybody changing a setting.</summary>
    public bool MayRetry => Code is JournalOpenCode.JournalInUse or JournalOpenCode.JournalUnavailable;
}

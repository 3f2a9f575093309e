namespace CrmEdge.Hosting.Postgres;

/// <summary>Why a private cluster does not start.</summary>
public enum PrivatePostgresRefusal
{
    /// <summary>PostgreSQL, or the version the data needs, is not installed.</summary>
    ProgramsMissing,

    /// <summary>Another live process of ours owns the folder.</summary>
    FolderInUse,

    /// <summary>The folder belongs to somebody else, or the server's account cannot reach it.</summary>
    FolderNotUsable,

    /// <summary>We are root and there is no unprivileged account to run the server as.</summary>
    AccountMissing,

    /// <summary>There is data but its password file is gone.</summary>
    PasswordMissing,

    /// <summary>The cluster could not be created.</summary>
    InitFailed,

    /// <summary>The server ended instead of becoming ready. Trying again may help.</summary>
    StartFailed,

    /// <summary>The server did not become ready in time. Trying again may help.</summary>
    StartTimedOut,

    /// <summary>A server of an earlier run holds the data and does not end.</summary>
    LeftoverServer,

    /// <summary>The cluster was stopped by its owner.</summary>
    Stopped,
}

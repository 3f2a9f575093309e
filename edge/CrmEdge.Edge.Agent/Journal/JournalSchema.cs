namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The journal's file format. A change here is a new <see cref="Version"/> with a step that brings an older file
/// up.</summary>
internal static class JournalSchema
{
    /// <summary>"CEJ1" in the file's header: this is a journal and nobody else's database.</summary>
    public const int ApplicationId = 0x43454A31;

    public const int Version = 2;

    /// <summary>The kind of a record that stands for a gap, where others have their lane.</summary>
    public const int GapLane = 0;

    /// <summary>Only an empty file takes these. Half the pages of the default size for the same rows, and deleted ones go back
    /// to the disk in small steps.</summary>
    public const string NewFile = "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;";

    /// <summary>Every commit reaches the disk before it returns. The log is folded into the file at about 8 MB.</summary>
    public const string WriterSettings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 1000;
        PRAGMA journal_size_limit = 8388608;
        PRAGMA cache_size = -8192;
        PRAGMA temp_store = MEMORY;
        PRAGMA mmap_size = 0;
        PRAGMA busy_timeout = 5000;
        """;

    public const string ReaderSettings = "PRAGMA query_only = 1; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -4096;";

    /// <summary>What brings a file of version 1 up: records carry the trace of what they came of.</summary>
    public const string From1 = "ALTER TABLE record ADD COLUMN trace TEXT; PRAGMA user_version = 2;";

    public static readonly string Create = $"""
        CREATE TABLE state (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          incarnation BLOB NOT NULL,
          opens INTEGER NOT NULL,
          oldest INTEGER NOT NULL DEFAULT 1,
          acked INTEGER NOT NULL DEFAULT 0,
          reached INTEGER NOT NULL DEFAULT 0,
          evicted INTEGER NOT NULL DEFAULT 0,
          kept_bytes INTEGER NOT NULL DEFAULT 0,
          document_bytes INTEGER NOT NULL DEFAULT 0,
          money_rows INTEGER NOT NULL DEFAULT 0, money_bytes INTEGER NOT NULL DEFAULT 0,
          identity_rows INTEGER NOT NULL DEFAULT 0, identity_bytes INTEGER NOT NULL DEFAULT 0,
          telemetry_rows INTEGER NOT NULL DEFAULT 0, telemetry_bytes INTEGER NOT NULL DEFAULT 0,
          CHECK (acked <= reached)) STRICT;
        CREATE TABLE record (
          seq INTEGER PRIMARY KEY,
          lane INTEGER NOT NULL,
          type INTEGER NOT NULL,
          version INTEGER NOT NULL,
          recorded_at INTEGER NOT NULL,
          bytes INTEGER NOT NULL,
          key TEXT,
          fingerprint BLOB,
          payload BLOB NOT NULL,
          trace TEXT) STRICT;
        CREATE UNIQUE INDEX record_key ON record (key) WHERE key IS NOT NULL;
        CREATE INDEX record_lane ON record (lane);
        CREATE TABLE ack_mark (hour INTEGER PRIMARY KEY, up_to INTEGER NOT NULL) STRICT;
        CREATE TABLE operation (
          key TEXT PRIMARY KEY,
          state INTEGER NOT NULL,
          resolution INTEGER NOT NULL,
          request_hash BLOB NOT NULL,
          seq INTEGER,
          reply BLOB NOT NULL,
          begun_at INTEGER NOT NULL,
          changed_at INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX operation_seq ON operation (seq) WHERE seq IS NOT NULL;
        CREATE INDEX operation_open ON operation (begun_at) WHERE state IN (1, 2, 5);
        CREATE INDEX operation_final ON operation (changed_at) WHERE state IN (3, 4, 6);
        CREATE TABLE document (
          space TEXT NOT NULL,
          key TEXT NOT NULL,
          version INTEGER NOT NULL,
          updated_at INTEGER NOT NULL,
          body BLOB NOT NULL,
          UNIQUE (space, key)) STRICT;
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        """;
}

using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Brings a journal up: lock, file, incarnation. What cannot be read is set aside and reported, never overwritten.
/// Costs the same however much the journal holds.</summary>
internal sealed class JournalOpening(JournalOptions options, TimeProvider time, IdSource ids, ILogger logger)
{
    private readonly string _path = Path.GetFullPath(options.Path);

    public OpenedJournal Open()
    {
        MakeFolder();
        var anchor = JournalAnchor.Acquire(_path + ".lock");
        try
        {
            return Open(anchor);
        }
        catch (Exception e)
        {
            anchor.Dispose();
            if (e is SqliteException or IOException and not JournalOpenException or UnauthorizedAccessException)
                throw Unavailable(e);
            throw;
        }
    }

    private OpenedJournal Open(JournalAnchor anchor)
    {
        var (setAside, reason) = (SetAsideStrayLog(), "its file was missing beside its log");
        Loaded loaded;
        try
        {
            loaded = Load(anchor);
        }
        catch (Exception e) when (e is JournalDamagedException || (e is SqliteException s && SqliteFailure.IsDamageAtStart(s)))
        {
            (setAside, reason) = (JournalFile.SetAside(_path, time.GetUtcNow()), e.Message);
            loaded = Load(anchor);
        }

        var (db, found, transaction) = loaded;
        var kind = setAside is null ? Incarnations.Decide(found, anchor.Known) : StartKind.SetAside;
        CountOpening(transaction, anchor, kind);
        var previous = anchor.Known?.Incarnation ?? found?.Incarnation;
        var current = transaction.Identity.Incarnation;
        anchor.Write(transaction.Identity);
        var start = new JournalStart(
            kind, current, previous == current ? null : previous, setAside, setAside is null ? null : reason);
        Report(start, transaction.State);
        return new OpenedJournal(_path, db, transaction, anchor, start);
    }

    private Loaded Load(JournalAnchor anchor)
    {
        var db = JournalFile.Open(_path, options.FileBytesMax, anchor);
        try
        {
            var found = JournalFile.Identity(db);
            return new Loaded(db, found, new JournalTransaction(db, options.Limits, StateTable.Load(db), found ?? default));
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private void CountOpening(JournalTransaction transaction, JournalAnchor anchor, StartKind kind)
    {
        transaction.Begin(time.GetUtcNow());
        if (kind != StartKind.Continued) transaction.StartIncarnation(ids.Next());
        else transaction.CountOpening(transaction.Identity with { Opens = Opens(transaction, anchor) });
        transaction.Commit();
    }

    // After a start that was cut short the file is one ahead; the next pair is equal again.
    private static long Opens(JournalTransaction transaction, JournalAnchor anchor) =>
        Math.Max(transaction.Identity.Opens, anchor.Known?.Opens ?? 0) + 1;

    private string? SetAsideStrayLog() =>
        !File.Exists(_path) && File.Exists(_path + "-wal") ? JournalFile.SetAside(_path, time.GetUtcNow()) : null;

    private void MakeFolder()
    {
        try
        {
            PrivateFile.MakeFolder(Invariant.NotNull(Path.GetDirectoryName(_path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(e);
        }
    }

    private JournalOpenException Unavailable(Exception e) => new(JournalOpenCode.JournalUnavailable,
        $"The journal '{_path}' cannot be opened ({e.Message}). Check the disk and that the agent's user owns the folder.", e);

    private void Report(JournalStart start, JournalState state)
    {
        if (start.Kind == StartKind.SetAside) JournalLog.SetAside(logger, start.Reason ?? "", start.SetAside ?? "");
        if (start.Kind == StartKind.Missing) JournalLog.Missing(logger, _path, start.Previous);
        if (start.Kind == StartKind.Restored)
            JournalLog.Restored(logger, _path, start.Incarnation, state.Last - state.Acked);
        JournalLog.Opened(logger, _path, start.Kind, start.Incarnation, state.Last, state.Acked);
    }

    private sealed record Loaded(SqliteConnection Db, JournalIdentity? Found, JournalTransaction Transaction);
}

/// <summary>What an opened journal consists of.</summary>
internal sealed record OpenedJournal(
    string Path, SqliteConnection Db, JournalTransaction Transaction, JournalAnchor Anchor, JournalStart Start);

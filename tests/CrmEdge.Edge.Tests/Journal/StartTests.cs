using System.Runtime.Versioning;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class StartTests : JournalTestBase
{
    private const int OpenedEvent = 2000;
    private const int SetAsideEvent = 2001;
    private const int MissingEvent = 2002;
    private const int RestoredEvent = 2003;

    [Fact]
    public async Task Two_agents_cannot_share_a_journal()
    {
        await using (Place.Open())
        {
            var refused = Assert.Throws<JournalOpenException>(() => Place.Open());
            Assert.Equal(JournalOpenCode.JournalInUse, refused.Code);
            Assert.True(refused.MayRetry);
            Assert.Contains("Stop it", refused.Message, StringComparison.Ordinal);
        }

        await using var next = Place.Open();
        Assert.Equal(StartKind.Continued, next.Start.Kind);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Nobody_else_can_read_the_journal()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var journal = Place.Open()) await AppendAsync(journal, JournalPlace.Record());
        File.SetUnixFileMode(Place.Path, ownerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var again = Place.Open();
        await AppendAsync(again, JournalPlace.Record());
        foreach (var suffix in (string[])["", "-wal", "-shm", ".lock"])
            Assert.Equal(ownerOnly, File.GetUnixFileMode(Place.Path + suffix));
        Assert.Equal(ownerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Place.Path)!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(68)]
    public async Task A_file_that_cannot_be_read_is_set_aside_and_reported(int offset)
    {
        Place.Logs.Expect(SetAsideEvent);
        var before = await FillAsync();
        Overwrite(offset, 200);

        await using var journal = Place.Open();
        var start = journal.Start;
        Assert.Equal((StartKind.SetAside, before), (start.Kind, start.Previous));
        Assert.NotEqual(before, journal.Incarnation);
        Assert.True(File.Exists(start.SetAside));
        Assert.Equal(1, Place.Logs.Count(SetAsideEvent));
        var said = Place.Logs.Entries.First(entry => entry.EventId.Id == SetAsideEvent).Message;
        Assert.Contains(start.SetAside!, said, StringComparison.Ordinal);
        Assert.Equal(1, await AppendAsync(journal, JournalPlace.Record()));
    }

    [Theory]
    [InlineData("UPDATE state SET acked = -1")]
    [InlineData("UPDATE state SET oldest = 99")]
    [InlineData("DELETE FROM state")]
    [InlineData("DROP TABLE operation")]
    [InlineData("UPDATE state SET incarnation = x'00'")]
    public async Task A_file_that_opens_but_cannot_be_a_journal_is_set_aside(string damage)
    {
        Place.Logs.Expect(SetAsideEvent);
        await FillAsync();
        Place.Change(damage);
        await using var journal = Place.Open();
        Assert.Equal(StartKind.SetAside, journal.Start.Kind);
        Assert.Equal(1, await AppendAsync(journal, JournalPlace.Record()));
    }

    [Fact]
    public async Task A_truncated_file_is_set_aside_too()
    {
        Place.Logs.Expect(SetAsideEvent);
        await FillAsync();
        using (var file = File.OpenWrite(Place.Path)) file.SetLength(file.Length / 2);
        await using var journal = Place.Open();
        Assert.Equal(StartKind.SetAside, journal.Start.Kind);
    }

    [Fact]
    public async Task Damage_that_a_start_does_not_touch_is_found_at_the_next_start_once_it_was_met()
    {
        Place.Logs.Expect(SetAsideEvent, 2004, 2005);
        await FillAsync(rows: 2_000);
        // Somewhere among the records: a start reads only the ends of the tree.
        var length = new FileInfo(Place.Path).Length;
        for (var at = length / 8192 / 2 * 8192; at < length / 8192 * 3 / 4 * 8192; at += 8192) Overwrite(at, 8192);

        await using (var journal = Place.Open())
        {
            Assert.Equal(StartKind.Continued, journal.Start.Kind);
            var ack = await journal.AckAsync(journal.Incarnation, journal.State.Last, Ct);
            Assert.Equal(AckCode.JournalUnavailable, ack);
            Assert.True(journal.IsDamaged);
            Assert.Equal(AppendCode.JournalUnavailable, (await journal.AppendAsync(JournalPlace.Record(), Ct)).Code);
        }

        await using var next = Place.Open();
        Assert.Equal(StartKind.SetAside, next.Start.Kind);
        Assert.Equal(1, await AppendAsync(next, JournalPlace.Record()));
    }

    [Fact]
    public async Task A_log_without_its_file_is_kept_and_not_replayed_into_a_new_one()
    {
        Place.Logs.Expect(SetAsideEvent);
        Directory.CreateDirectory(Path.GetDirectoryName(Place.Path)!);
        await File.WriteAllBytesAsync(Place.Path + "-wal", new byte[5_000], Ct);
        await using var journal = Place.Open();
        Assert.Equal(StartKind.SetAside, journal.Start.Kind);
        Assert.True(File.Exists(journal.Start.SetAside + "-wal"));
    }

    [Fact]
    public async Task A_journal_that_is_gone_is_reported_and_a_new_one_made()
    {
        Place.Logs.Expect(MissingEvent);
        var before = await FillAsync();
        File.Delete(Place.Path);
        await using var journal = Place.Open();
        Assert.Equal((StartKind.Missing, before), (journal.Start.Kind, journal.Start.Previous));
        Assert.NotEqual(before, journal.Incarnation);
    }

    [Fact]
    public async Task A_restored_copy_goes_on_under_a_new_incarnation_with_what_the_cloud_lacks()
    {
        var before = await FillAsync(rows: 10, acked: 4);
        var copy = Path.Combine(Place.Folder, "backup.db");
        File.Copy(Place.Path, copy);
        await using (var journal = Place.Open()) await AppendManyAsync(journal, 5);
        File.Copy(copy, Place.Path, overwrite: true);

        await using var restored = Place.Open();
        Assert.Equal((StartKind.Restored, before), (restored.Start.Kind, restored.Start.Previous));
        Assert.NotEqual(before, restored.Incarnation);
        Assert.Equal((0, 6), (restored.State.Acked, restored.State.Last));
        var read = restored.Reader.ReadAfter(0, 100, 1_000_000);
        Assert.Equal(Enumerable.Range(1, 6).Select(seq => (long)seq), read.Select(entry => entry.Seq));
        Assert.Equal(Enumerable.Range(5, 6).Select(n => $"row:{n}"), read.Select(entry => entry.Key));
        Assert.Equal(7, await AppendAsync(restored, JournalPlace.Record()));
        Assert.Equal(1, Place.Logs.Count(RestoredEvent));
        AssertBooks(restored);
    }

    [Fact]
    public async Task A_journal_moved_without_its_anchor_gets_a_new_incarnation()
    {
        var before = await FillAsync();
        File.Delete(Place.Path + ".lock");
        await using var journal = Place.Open();
        Assert.Equal(StartKind.Restored, journal.Start.Kind);
        Assert.NotEqual(before, journal.Incarnation);
    }

    [Fact]
    public async Task A_start_cut_short_between_file_and_anchor_changes_nothing()
    {
        var before = await FillAsync();
        Place.Change("UPDATE state SET opens = opens + 1");
        for (var start = 0; start < 3; start++)
        {
            await using var journal = Place.Open();
            Assert.Equal((StartKind.Continued, before), (journal.Start.Kind, journal.Incarnation));
        }
    }

    [Fact]
    public async Task A_newer_journal_is_refused_and_left_as_it_is()
    {
        await FillAsync();
        Place.Change($"PRAGMA user_version = {JournalSchema.Version + 1}");
        var refused = Assert.Throws<JournalOpenException>(() => Place.Open());
        Assert.Equal((JournalOpenCode.JournalNewer, false), (refused.Code, refused.MayRetry));
        Assert.Equal(3, Place.Ask("SELECT count(*) FROM record"));
    }

    [Fact]
    public async Task A_journal_of_the_version_before_is_brought_up_and_keeps_its_records()
    {
        await FillAsync();
        Place.Change("ALTER TABLE record DROP COLUMN trace; PRAGMA user_version = 1");
        await using var journal = Place.Open();
        Assert.Equal((StartKind.Continued, 3), (journal.Start.Kind, journal.Reader.ReadAfter(0, 10, long.MaxValue).Count));
        var seq = await AppendAsync(journal, JournalPlace.Record() with { Trace = "00-t-p-01" });
        Assert.Equal([null, null, null, "00-t-p-01"], journal.Reader.ReadAfter(0, 10, long.MaxValue).Select(r => r.Trace));
        Assert.Equal("00-t-p-01", journal.Reader.Find(seq)!.Trace);
    }

    [Fact]
    public void Another_program_s_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place.Path)!);
        Place.Change("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        Assert.Equal(JournalOpenCode.NotAJournal, Assert.Throws<JournalOpenException>(() => Place.Open()).Code);
        Assert.Equal(1, Place.Ask("SELECT count(*) FROM theirs"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(Path.GetDirectoryName(Place.Path)!, "a file where the folder should be");
        var refused = Assert.Throws<JournalOpenException>(() => Place.Open());
        Assert.Equal(JournalOpenCode.JournalUnavailable, refused.Code);
        Assert.Contains(Place.Path, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("auto_vacuum", "2")]
    [InlineData("page_size", "8192")]
    [InlineData("max_page_count", "128")]
    public void The_writer_s_connection_syncs_every_commit_and_knows_its_cap(string setting, string expected)
    {
        using var anchor = JournalAnchor.Acquire(Path.Combine(Place.Folder, "settings.lock"));
        using var db = JournalFile.Open(Path.Combine(Place.Folder, "settings.db"), 1 << 20, anchor);
        Assert.Equal(expected, $"{JournalFile.Ask(db, $"PRAGMA {setting}")}");
    }

    [Fact]
    public async Task A_start_costs_the_same_with_a_million_records()
    {
        const int rows = 1_000_000;
        await using (var journal = Place.Open()) await AppendManyAsync(journal, 10);
        var small = StartSteps();
        Place.Change($"""
            WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            INSERT INTO record (seq, lane, type, version, recorded_at, bytes, key, fingerprint, payload)
            SELECT i, 1, 1, 1, 0, 80, NULL, NULL, zeroblob(16) FROM n
            """);
        Place.Change($"UPDATE state SET kept_bytes = 80 * {rows}, money_rows = {rows}, money_bytes = 80 * {rows}");
        Assert.Equal(small, StartSteps());

        await using var opened = Place.Open();
        Assert.Equal(rows, opened.State.Last);
        Assert.Equal(rows + 1, await AppendAsync(opened, JournalPlace.Record()));
        Assert.Equal(2, Place.Logs.Count(OpenedEvent));
    }

    /// <summary>Steps of SQLite's machine for all that a start asks of the records.</summary>
    private int StartSteps()
    {
        using var db = JournalFile.Connect(Place.Path, SqliteOpenMode.ReadOnly);
        return new[] { JournalFile.SelectIdentity, StateTable.SelectState, StateTable.SelectLast }.Sum(sql =>
        {
            using var statement = new SqliteStatement(db, sql);
            Assert.True(statement.Step());
            Assert.False(statement.Step());
            return statement.MachineSteps;
        });
    }

    private async Task<Guid> FillAsync(int rows = 3, int acked = 0)
    {
        await using var journal = Place.Open();
        for (var i = 1; i <= rows; i++) await AppendAsync(journal, JournalPlace.Record(key: $"row:{i}"));
        if (acked > 0) await journal.AckAsync(journal.Incarnation, acked, Ct);
        return journal.Incarnation;
    }

    private void Overwrite(long offset, int count)
    {
        using var file = File.OpenWrite(Place.Path);
        file.Position = offset;
        var junk = new byte[count];
        junk.AsSpan().Fill(0xA5);
        file.Write(junk);
    }
}

using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Core.Tests.Journal;

public sealed class RecordTests
{
    private static readonly JournalRecord Sound = new(Lane.Money, 1, 1, new byte[10], RecordKey.Of("sale:1", [1]));

    public static TheoryData<JournalRecord, AppendCode> Ladder() => new()
    {
        { Sound, AppendCode.Recorded },
        { Sound with { Key = null, Payload = default }, AppendCode.Recorded },
        { Sound with { Payload = new byte[RecordLimits.PayloadBytesMax] }, AppendCode.Recorded },
        { Sound with { Lane = 0 }, AppendCode.UnknownLane },
        { Sound with { Lane = (Lane)4 }, AppendCode.UnknownLane },
        { Sound with { Type = 0 }, AppendCode.TypeOutOfRange },
        { Sound with { Type = 65_536 }, AppendCode.TypeOutOfRange },
        { Sound with { Version = 0 }, AppendCode.TypeOutOfRange },
        { Sound with { Version = 65_536 }, AppendCode.TypeOutOfRange },
        { Sound with { Payload = new byte[RecordLimits.PayloadBytesMax + 1] }, AppendCode.RecordTooLarge },
        { Sound with { Key = new RecordKey("", new byte[1]) }, AppendCode.KeyMalformed },
        { Sound with { Key = new RecordKey(new string('€', 67), new byte[1]) }, AppendCode.KeyMalformed },
        { Sound with { Key = new RecordKey("k", new byte[33]) }, AppendCode.KeyMalformed },
        { Sound with { Key = new RecordKey("k", default) }, AppendCode.KeyMalformed },
        { Sound with { Lane = 0, Type = 0, Payload = new byte[RecordLimits.PayloadBytesMax + 1] }, AppendCode.UnknownLane },
    };

    [Theory]
    [MemberData(nameof(Ladder))]
    public void The_first_failing_check_names_the_refusal(JournalRecord record, AppendCode expected) =>
        Assert.Equal(expected, record.Check());

    [Fact]
    public void A_record_counts_for_its_payload_its_key_and_its_overhead() =>
        Assert.Equal(RecordLimits.OverheadBytes + 10 + 6, Sound.Bytes);

    [Fact]
    public void A_repeat_gets_the_first_number_and_another_content_a_refusal()
    {
        var stored = new StoredKey(7, Lane.Money, 1, Sound.Key!.Fingerprint);
        Assert.Equal(new AppendOutcome(AppendCode.AlreadyRecorded, 7), stored.Answer(Sound));
        Assert.Equal(new AppendOutcome(AppendCode.AlreadyRecorded, 7), stored.Answer(Sound with { Version = 2 }));
        Assert.Equal(new AppendOutcome(AppendCode.KeyReused, 7), stored.Answer(Sound with { Type = 2 }));
        Assert.Equal(new AppendOutcome(AppendCode.KeyReused, 7), stored.Answer(Sound with { Lane = Lane.Identity }));
        Assert.Equal(new AppendOutcome(AppendCode.KeyReused, 7), stored.Answer(Sound with { Key = RecordKey.Of("sale:1", [2]) }));
    }

    [Fact]
    public void Every_refusal_has_a_name_of_its_own_and_says_what_to_do()
    {
        var refusals = Enum.GetValues<AppendCode>().Select(JournalRefusal.Of).OfType<JournalRefusal>().ToArray();
        Assert.Equal(Enum.GetValues<AppendCode>().Length - 2, refusals.Length);
        Assert.Equal(refusals.Length, refusals.DistinctBy(refusal => refusal.Name).Count());
        Assert.All(refusals, refusal => Assert.EndsWith(".", refusal.Advice, StringComparison.Ordinal));
        Assert.Equal(["journal_full", "journal_unavailable"],
            refusals.Where(refusal => refusal.MayRetry).Select(refusal => refusal.Name));
    }

    [Fact]
    public void Only_a_durable_answer_is_without_a_refusal()
    {
        foreach (var code in Enum.GetValues<AppendCode>())
            Assert.Equal(new AppendOutcome(code, 1).IsDurable, JournalRefusal.Of(code) is null);
    }

    [Fact]
    public void A_document_is_checked_before_it_is_stored()
    {
        var at = DateTimeOffset.UnixEpoch;
        Assert.Equal(DocumentCode.Stored, new Document("s", "k", 1, new byte[Document.BodyBytesMax], at).Check());
        Assert.Equal(DocumentCode.DocumentTooLarge, new Document("s", "k", 1, new byte[Document.BodyBytesMax + 1], at).Check());
        Assert.Equal(DocumentCode.KeyMalformed, new Document("", "k", 1, default, at).Check());
        Assert.Equal(DocumentCode.KeyMalformed, new Document("s", new string('k', 201), 1, default, at).Check());
    }
}

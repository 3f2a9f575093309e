using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Core.Tests.Journal;

public sealed class AdmissionTests
{
    private static readonly JournalLimits Limits = new(
        MoneyBytes: 1_000, IdentityBytes: 500, TelemetryBytes: 800, KeptBytes: 2_500, DocumentBytes: 1_000, FileBytes: 10_000);

    private static readonly JournalState Start = JournalState.Empty;

    [Fact]
    public void A_lane_takes_up_to_its_cap_and_not_a_byte_more()
    {
        foreach (var lane in Enum.GetValues<Lane>())
        {
            var cap = (int)Limits.Of(lane);
            Assert.Equal(Room.Enough, Admission.Check(Start, Limits, lane, cap));
            var full = Start.Appended(lane, cap);
            Assert.Equal(lane == Lane.Telemetry ? Room.EvictTelemetry : Room.None, Admission.Check(full, Limits, lane, 1));
        }
    }

    [Fact]
    public void One_lane_s_flood_does_not_fill_another()
    {
        var flooded = Start.Appended(Lane.Telemetry, 800).Appended(Lane.Identity, 500);
        Assert.Equal(Room.Enough, Admission.Check(flooded, Limits, Lane.Money, 1_000));
    }

    [Fact]
    public void Confirmed_records_make_room_before_anything_is_refused()
    {
        var sent = Start.Appended(Lane.Money, 1_000);
        sent = sent.AckedTo(1, sent.Unsent).Appended(Lane.Money, 1_000);
        sent = sent.AckedTo(2, sent.Unsent);
        Assert.Equal(Room.Enough, Admission.Check(sent, Limits, Lane.Money, 500));
        Assert.Equal(Room.TrimConfirmed, Admission.Check(sent, Limits, Lane.Money, 501));
        Assert.Equal(Room.Enough, Admission.Check(sent.TrimmedTo(1, 1_000), Limits, Lane.Money, 501));
    }

    [Fact]
    public void A_replay_does_not_count_against_the_lanes_but_is_not_deleted_either()
    {
        var sent = Start.Appended(Lane.Money, 1_000);
        sent = sent.AckedTo(1, sent.Unsent).Appended(Lane.Money, 1_000);
        sent = sent.AckedTo(2, sent.Unsent).RewoundTo(0, gapRecorded: false);
        Assert.Equal(Room.Enough, Admission.Check(sent, Limits, Lane.Money, 500));
        Assert.Equal(Room.None, Admission.Check(sent, Limits, Lane.Money, 501));
    }

    [Fact]
    public void Telemetry_is_not_given_up_for_a_record_that_does_not_fit_even_then()
    {
        var state = Start.Appended(Lane.Telemetry, 100);
        Assert.Equal(Room.None, Admission.Check(state, Limits, Lane.Telemetry, 801));
        Assert.Equal(Room.EvictTelemetry, Admission.Check(state, Limits, Lane.Telemetry, 800));
        Assert.Equal(100, Admission.TelemetryOver(state, Limits, 800));
    }

    [Fact]
    public void Limits_name_everything_that_is_wrong_with_them()
    {
        var sound = new JournalLimits(1 << 20, 1 << 20, 1 << 20, 3 << 20, 1 << 20, 8 << 20);
        Assert.Empty(sound.Errors());
        var errors = new JournalLimits(1, 2, 3, 4, 5, 4).Errors().ToArray();
        Assert.Equal(6, errors.Length);
        Assert.Single((sound with { FileBytes = (8 << 20) - 1 }).Errors());
        Assert.Single((sound with { KeptBytes = (3 << 20) - 1 }).Errors());
    }
}

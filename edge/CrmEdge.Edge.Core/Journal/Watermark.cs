using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>What becomes of a confirmation.</summary>
public enum AckCode
{
    /// <summary>The watermark moves up.</summary>
    Moves,

    /// <summary>Known already; nothing to do.</summary>
    NothingNew,

    /// <summary>It confirms numbers this journal never gave. The link must start over with a hello.</summary>
    BeyondEnd,

    /// <summary>It speaks of an incarnation that is over. The link must start over with a hello.</summary>
    OtherIncarnation,

    /// <summary>The disk did not take it; say it again.</summary>
    JournalUnavailable,
}

/// <summary>What a link does after both sides said where they stand.</summary>
public enum LinkStart
{
    /// <summary>Both agree: send what follows.</summary>
    InStep,

    /// <summary>The cloud has more than it could tell us: take its watermark as a confirmation.</summary>
    Confirm,

    /// <summary>The cloud has less than it confirmed (it was restored, or never saw this incarnation): rewind and send
    /// again.</summary>
    Replay,

    /// <summary>The cloud has more than we ever recorded: this journal is an old copy and needs a new incarnation.</summary>
    NewIncarnation,
}

/// <summary>Arithmetic of the confirmed watermark.</summary>
public static class Watermark
{
    /// <summary>Whether a confirmation up to <paramref name="upTo"/> may move the watermark.</summary>
    public static AckCode CheckAck(in JournalState state, long upTo)
    {
        if (upTo > state.Last) return AckCode.BeyondEnd;
        return upTo > state.Acked ? AckCode.Moves : AckCode.NothingNew;
    }

    /// <summary>What to do about the watermark in the cloud's hello.</summary>
    /// <param name="state">Where the journal stands.</param>
    /// <param name="cloud">The last number the cloud has of this incarnation; 0 for none.</param>
    public static LinkStart Compare(in JournalState state, long cloud)
    {
        Invariant.Holds(cloud >= 0);
        if (cloud > state.Last) return LinkStart.NewIncarnation;
        if (cloud > state.Acked) return LinkStart.Confirm;
        return cloud < state.Acked ? LinkStart.Replay : LinkStart.InStep;
    }
}

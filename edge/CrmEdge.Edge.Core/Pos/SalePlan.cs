using CrmEdge.Edge.Core.Journal.Operations;

namespace CrmEdge.Edge.Core.Pos;

/// <summary>How a sale goes on.</summary>
public enum SaleStep
{
    /// <summary>Refuse it before anything is written: the link is down and it wants to spend.</summary>
    RefuseOffline,

    /// <summary>Write it and wait for the cloud's answer.</summary>
    WriteAndWait,

    /// <summary>Write it and accept it at once: nobody can be asked.</summary>
    WriteAndAccept,

    /// <summary>Tell what was decided before.</summary>
    TellStored,

    /// <summary>The reference belongs to another sale.</summary>
    RefuseReused,

    /// <summary>Not decided yet: the till asks again.</summary>
    TellPending,
}

/// <summary>How an operation without an answer is settled.</summary>
public enum SettleStep
{
    /// <summary>It is settled.</summary>
    Nothing,

    /// <summary>It spends nothing: it is accepted, and the cloud books it when it gets it.</summary>
    Accept,

    /// <summary>Ask the cloud what became of it.</summary>
    Ask,

    /// <summary>Nobody could say: undo it.</summary>
    Reverse,
}

/// <summary>The decisions of the road of a sale, apart from doing them.</summary>
public static class SalePlan
{
    /// <summary>How a sale that came in goes on.</summary>
    /// <param name="stored">What is stored under its key.</param>
    /// <param name="hash">What is asked for now.</param>
    /// <param name="spends">It wants to be paid from the wallet.</param>
    /// <param name="online">The link is up.</param>
    public static SaleStep Next(Operation? stored, ReadOnlySpan<byte> hash, bool spends, bool online)
    {
        if (stored is not null)
        {
            if (!IsTombstone(stored) && stored.Again(hash) == OperationCode.KeyReused) return SaleStep.RefuseReused;
            return stored.Status.IsFinal ? SaleStep.TellStored : SaleStep.TellPending;
        }
        if (online) return SaleStep.WriteAndWait;
        return spends ? SaleStep.RefuseOffline : SaleStep.WriteAndAccept;
    }

    /// <summary>How an operation that was found without an answer is settled.</summary>
    /// <param name="status">How far it got.</param>
    /// <param name="spends">It wants to be paid from the wallet.</param>
    /// <param name="asked">The cloud has been asked, or could not be in time.</param>
    public static SettleStep Settle(OperationStatus status, bool spends, bool asked)
    {
        if (status.IsFinal) return SettleStep.Nothing;
        if (!spends && status.State != OperationState.Unknown) return SettleStep.Accept;
        return asked ? SettleStep.Reverse : SettleStep.Ask;
    }

    /// <summary>Stands for the request of a sale that was reversed before it came.</summary>
    public static ReadOnlyMemory<byte> TombstoneHash { get; } = new byte[] { 0 };

    private static bool IsTombstone(Operation stored) => stored.RequestHash.Span.SequenceEqual(TombstoneHash.Span);
}

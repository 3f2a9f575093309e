using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// The generic posting: any number of transfers up to <see cref="LedgerLimits.TransfersMax"/>, each on its own or all linked,
/// answered one code each in their order.
/// </summary>
public sealed class PostTransfers : IOperation<IReadOnlyList<PostCode>>
{
    private readonly IReadOnlyList<Transfer> _transfers;
    private readonly bool _linked;

    private PostTransfers(PartitionKey partition, IReadOnlyList<Transfer> transfers, bool linked)
    {
        Invariant.Holds(transfers.Count is > 0 and <= LedgerLimits.TransfersMax, "1 to 1,000 transfers; split the rest off");
        (Partition, _transfers, _linked) = (partition, transfers, linked);
    }

    /// <inheritdoc/>
    public PartitionKey Partition { get; }

    /// <summary>Each is posted or refused on its own.</summary>
    public static PostTransfers Each(PartitionKey partition, params IReadOnlyList<Transfer> transfers) =>
        new(partition, transfers, linked: false);

    /// <summary>All are posted or none.</summary>
    public static PostTransfers Linked(PartitionKey partition, params IReadOnlyList<Transfer> transfers) =>
        new(partition, transfers, linked: true);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        foreach (var transfer in _transfers) reads.Post(transfer);
    }

    /// <inheritdoc/>
    public Verdict<IReadOnlyList<PostCode>> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        var codes = _linked ? PostLinked(books) : PostEach(books);
        return Verdict.Keep<IReadOnlyList<PostCode>>(codes);
    }

    private PostCode[] PostEach(Books books)
    {
        var codes = new PostCode[_transfers.Count];
        for (var i = 0; i < codes.Length; i++) codes[i] = books.Post(_transfers[i]);
        return codes;
    }

    private PostCode[] PostLinked(Books books)
    {
        var codes = new PostCode[_transfers.Count];
        var code = books.PostLinked(_transfers, out var failed);
        Array.Fill(codes, code.IsPosted() ? code : PostCode.LinkedEventFailed);
        if (failed >= 0) codes[failed] = code;
        return codes;
    }
}

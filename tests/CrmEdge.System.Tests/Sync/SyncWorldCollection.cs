using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>One world for all tests of the link; they keep apart by having edges of their own.</summary>
[CollectionDefinition(nameof(SyncWorldCollection))]
public sealed class SyncWorldCollection : ICollectionFixture<SyncWorld>;

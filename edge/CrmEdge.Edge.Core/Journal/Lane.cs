namespace CrmEdge.Edge.Core.Journal;

/// <summary>What a record is worth, and so what happens when its lane is full. The numbers are stored.</summary>
public enum Lane
{
    /// <summary>Sales, spends, usage that is billed. Never evicted: a full lane refuses before anything is promised.</summary>
    Money = 1,

    /// <summary>Pairings, enrolments, identifications. Treated like money.</summary>
    Identity = 2,

    /// <summary>Readings nobody is billed for. A full lane lets its oldest unsent go and keeps a record of the gap.</summary>
    Telemetry = 3,
}

namespace CrmEdge.Hosting.Health;

/// <summary>The answer of one check.</summary>
/// <param name="IsReady">Whether the part works.</param>
/// <param name="Why">What is wrong; empty when nothing is.</param>
/// <param name="WhatToDo">What a person can do about it; empty when nothing is wrong.</param>
public readonly record struct Readiness(bool IsReady, string Why, string WhatToDo)
{
    /// <summary>The part works.</summary>
    public static Readiness Ready { get; } = new(true, "", "");

    /// <summary>The part does not work.</summary>
    /// <param name="why">What is wrong, as a sentence without secrets.</param>
    /// <param name="whatToDo">What a person can do about it.</param>
    public static Readiness NotReady(string why, string whatToDo) => new(false, why, whatToDo);
}

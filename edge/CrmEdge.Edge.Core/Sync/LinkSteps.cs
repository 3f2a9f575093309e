using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Sync;

/// <summary>The life of the link as one table.</summary>
public static class LinkSteps
{
    /// <summary>The state after an event.</summary>
    /// <exception cref="InvariantViolatedException">The event cannot happen there: our bug.</exception>
    public static LinkState Next(LinkState state, LinkEvent happened) => (state, happened) switch
    {
        (LinkState.Stopped, _) => LinkState.Stopped,
        (_, LinkEvent.Stop) => LinkState.Stopped,
        (LinkState.Waiting or LinkState.Refused, LinkEvent.Due) => LinkState.Dialling,
        (LinkState.Dialling, LinkEvent.Opened) => LinkState.Greeting,
        (LinkState.Greeting, LinkEvent.Welcomed) => LinkState.Aligning,
        (LinkState.Aligning, LinkEvent.Aligned) => LinkState.Online,
        (LinkState.Aligning, LinkEvent.Renumbered) => LinkState.Waiting,
        (LinkState.Dialling or LinkState.Greeting or LinkState.Aligning or LinkState.Online, LinkEvent.Lost) => LinkState.Waiting,
        (LinkState.Dialling or LinkState.Greeting or LinkState.Aligning or LinkState.Online, LinkEvent.Refusal) =>
            LinkState.Refused,
        _ => throw new InvariantViolatedException($"{happened} while {state}"),
    };
}

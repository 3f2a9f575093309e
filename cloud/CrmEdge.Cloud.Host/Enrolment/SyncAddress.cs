using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Where this host's sync endpoint really is, once it listens.</summary>
internal sealed class SyncAddress(Listeners listeners)
{
    public const string Listener = "sync";

    public int Port => listeners.EndPointOf(Listener).Port;
}

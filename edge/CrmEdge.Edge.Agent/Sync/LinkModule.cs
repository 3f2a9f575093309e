using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Hosting.Health;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>Registers the identity and the link.</summary>
internal static class LinkModule
{
    public static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddValidatedOptions<AgentOptions>(AgentOptions.Section)
        .AddSingleton<IdentityStore>()
        .AddSingleton<Enroller>();

    public static IServiceCollection AddLink(this IServiceCollection services) => services
        .AddValidatedOptions<LinkOptions>(LinkOptions.Section)
        .AddSingleton<TimeFloor>()
        .AddSingleton<CloudClock>()
        .AddSingleton<SnapshotStore>()
        .AddSingleton<CloudLink>()
        .AddSingleton<ICloudLink>(s => s.GetRequiredService<CloudLink>())
        .AddHostedService(s => s.GetRequiredService<CloudLink>())
        .AddHostedService<RenewalWorker>()
        .AddHostedService<LinkMetrics>()
        .AddSingleton<IReadinessCheck, JournalReadiness>()
        .AddSingleton<IReadinessCheck, CertificateReadiness>();

    /// <summary>What <c>crmedge-agent status</c> asks.</summary>
    public static void MapLink(this IEndpointRouteBuilder app) => app.MapGet("/status",
        (CloudLink link, EdgeJournal journal, IdentityStore identities, CloudClock clock) => TypedResults.Ok(new AgentStatus(
            identities.Current?.EdgeId, link.State.ToString().ToLowerInvariant(), link.LastRefusal, journal.State.Last,
                journal.State.Acked,
            journal.Incarnation, identities.Current?.Life.DaysLeft(clock.Now) ?? 0, link.LastRefusalMessage)));
}

/// <summary>How the agent stands.</summary>
/// <param name="EdgeId">Which edge this is.</param>
/// <param name="Link">State of the link.</param>
/// <param name="LastRefusal">Code of the cloud's last refusal, if the last greeting was refused.</param>
/// <param name="LastRecord">Number of the last record.</param>
/// <param name="Confirmed">Number up to which the cloud has everything.</param>
/// <param name="Incarnation">The journal's identity.</param>
/// <param name="CertificateDays">Days until the certificate ends; below zero once it is over.</param>
/// <param name="WhatToDo">The cloud's words with that refusal.</param>
internal sealed record AgentStatus(
    Guid? EdgeId, string Link, string LastRefusal, long LastRecord, long Confirmed, Guid Incarnation, double CertificateDays,
    string WhatToDo);

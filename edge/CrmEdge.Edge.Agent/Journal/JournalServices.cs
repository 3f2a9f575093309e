using System.Diagnostics.Metrics;
using CrmEdge.Hosting.Options;
using CrmEdge.Kernel;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Registers the journal.</summary>
public static class JournalServices
{
    /// <summary>One <see cref="EdgeJournal"/>, opened before the host starts anything else and closed last.</summary>
    public static IServiceCollection AddJournal(this IServiceCollection services)
    {
        services.AddValidatedOptions<JournalOptions>("Journal");
        services.AddSingleton(provider => EdgeJournal.Open(
            provider.GetRequiredService<IOptions<JournalOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<ILogger<EdgeJournal>>(),
            provider.GetRequiredService<IMeterFactory>()));
        return services.AddHostedService<OpenAtStart>();
    }

    /// <summary>Opens the journal at the start, so that a journal in use stops the agent there and not at the first
    /// sale.</summary>
    private sealed class OpenAtStart(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            provider.GetRequiredService<EdgeJournal>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

#pragma warning disable RS0030 // This is the one place where the real clock and environment get their names.
using System.Security.Cryptography;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrmEdge.Hosting;

/// <summary>The world outside the process: clock, randomness and environment. For composition roots only; everything
/// else has them injected.</summary>
public static class Ambient
{
    /// <summary>The machine's clock.</summary>
    public static TimeProvider Time => TimeProvider.System;

    /// <summary>One variable of the process environment, or <c>null</c> when it is unset or empty.</summary>
    /// <param name="name">The variable's name, case-sensitive.</param>
    public static string? EnvironmentVariable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Registers the real clock, the cryptographic random source, a plain one for jitter, and ids, unless the
    /// container has one already.</summary>
    /// <param name="services">The executable's services.</param>
    public static IServiceCollection AddAmbient(this IServiceCollection services)
    {
        services.TryAddSingleton(Time);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.TryAddSingleton<Traces>();
        services.TryAddSingleton(_ => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        services.TryAddSingleton(provider => new IdSource(provider.GetRequiredService<TimeProvider>(), RandomNumberGenerator.Fill));
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Runtime.Wire;

internal static class Ambient
{
    /// <summary>The caller's clock. One who gives none, as the generated stubs' own API allows, gets the machine's.</summary>
    public static TimeProvider TimeOf(IServiceProvider? services) =>
#pragma warning disable RS0030 // The API that this stands in for can be used without a container.
        services?.GetService<TimeProvider>() ?? TimeProvider.System;
#pragma warning restore RS0030
}

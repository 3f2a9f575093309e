using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Runtime.Server;

/// <summary>Makes the service of a call: the registered one, else a new one that is disposed with the call.</summary>
internal static class ServiceActivator<TService>
    where TService : class
{
    private static readonly ObjectFactory<TService> New = ActivatorUtilities.CreateFactory<TService>([]);

    public static (TService Service, bool Owned) Create(IServiceProvider services) =>
        services.GetService<TService>() is { } registered ? (registered, false) : (New(services, null), true);

    public static ValueTask ReleaseAsync(TService service)
    {
        if (service is IAsyncDisposable asynchronous) return asynchronous.DisposeAsync();
        (service as IDisposable)?.Dispose();
        return default;
    }
}

using Microsoft.AspNetCore.Http;

namespace Grpc.Runtime.Server;

/// <summary>Runs the calls of one method from the first header to the last trailer.</summary>
internal abstract class CallHandler<TService>(CallSettings settings)
    where TService : class
{
    protected CallSettings Settings => settings;

    public async Task HandleAsync(HttpContext http)
    {
        if (!Admission.Accepts(http)) return;
        var call = new ServerCall(http, settings);
        try
        {
            if (!call.IsOver) await RunAsync(call, http.RequestServices).ConfigureAwait(false);
            call.EndByHandler(null);
        }
        catch (Exception e)
        {
            call.EndByHandler(e);
        }
        await call.SettledAsync().ConfigureAwait(false);
    }

    protected abstract Task InvokeAsync(TService service, ServerCall call);

    private async Task RunAsync(ServerCall call, IServiceProvider services)
    {
        var (service, owned) = ServiceActivator<TService>.Create(services);
        try
        {
            await InvokeAsync(service, call).ConfigureAwait(false);
        }
        finally
        {
            if (owned) await ServiceActivator<TService>.ReleaseAsync(service).ConfigureAwait(false);
        }
    }
}

namespace Grpc.Core;

/// <summary>Base of generated clients.</summary>
public abstract class ClientBase
{
    /// <summary>For test doubles: every call throws <see cref="NotImplementedException"/>.</summary>
    protected ClientBase()
        : this(new UnimplementedCallInvoker())
    {
    }

    /// <summary>From a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        CallInvoker = configuration.Host is null
            ? configuration.Invoker
            : new HostCallInvoker(configuration.Invoker, configuration.Host);
    }

    /// <summary>Over a channel.</summary>
    /// <param name="channel">The channel.</param>
    public ClientBase(ChannelBase channel)
        : this((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker())
    {
    }

    /// <summary>Over an invoker.</summary>
    /// <param name="callInvoker">The invoker.</param>
    public ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker, null))
    {
    }

    /// <summary>Starts the calls.</summary>
    protected CallInvoker CallInvoker { get; }

    internal ClientBaseConfiguration Configuration { get; }

    /// <summary>What a client is made from; opaque to it.</summary>
    protected internal class ClientBaseConfiguration
    {
        internal ClientBaseConfiguration(CallInvoker invoker, string? host)
        {
            ArgumentNullException.ThrowIfNull(invoker);
            Invoker = invoker;
            Host = host;
        }

        internal CallInvoker Invoker { get; }

        internal string? Host { get; }

        internal ClientBaseConfiguration WithHost(string host) => new(Invoker, host);
    }
}

/// <summary>Base of generated clients, knowing its own type.</summary>
/// <typeparam name="T">The client.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>For test doubles: every call throws <see cref="NotImplementedException"/>.</summary>
    protected ClientBase()
    {
    }

    /// <summary>From a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Over a channel.</summary>
    /// <param name="channel">The channel.</param>
    public ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>Over an invoker.</summary>
    /// <param name="callInvoker">The invoker.</param>
    public ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>The same client asking for another host (<c>:authority</c>).</summary>
    /// <param name="host">The host.</param>
    public T WithHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return NewInstance(Configuration.WithHost(host));
    }

    /// <summary>Makes a client of the same type.</summary>
    /// <param name="configuration">Its configuration.</param>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}

using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Sync;
using CrmEdge.Kernel;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>Keeps the link: dials, greets, drains, and begins again with a growing, jittered pause whenever it is lost.</summary>
internal sealed partial class CloudLink(
    IdentityStore identities, EdgeJournal journal, SnapshotStore snapshots, CloudClock clock, IdSource ids, Random random,
    TimeProvider time, IOptions<LinkOptions> options, IServiceProvider services, ILogger<CloudLink> logger) : BackgroundService,
        ICloudLink
{
    private static readonly TimeSpan ClockOffMost = TimeSpan.FromMinutes(5);

    private readonly PendingReplies _replies = new(time);
    private readonly Guid _run = ids.Next();
    private readonly Lock _gate = new();
    private LinkState _state = LinkState.Waiting;
    private volatile GrpcChannel? _channel;
    private volatile string _lastRefusal = "";
    private bool _renewed;

    /// <inheritdoc/>
    public event EventHandler? Changed;

    /// <inheritdoc/>
    public bool Online => State == LinkState.Online;

    /// <summary>Where it stands.</summary>
    public LinkState State
    {
        get { lock (_gate) return _state; }
    }

    /// <summary>Code of the cloud's last refusal; empty where the last greeting was welcome.</summary>
    public string LastRefusal => _lastRefusal;

    /// <summary>What the cloud said with it.</summary>
    public string LastRefusalMessage { get; private set; } = "";

    /// <summary>The present connection, for unary calls; null while there is none.</summary>
    public CallInvoker? Invoker => Online ? _channel?.CreateCallInvoker() : null;

    /// <inheritdoc/>
    public Task<PurchaseResult?> AwaitReplyAsync(long seq, Deadline deadline, CancellationToken ct) =>
        _replies.AwaitAsync(seq, deadline, ct);

    /// <inheritdoc/>
    public Task<IdentifyReply?> IdentifyAsync(IdentifyRequest request, Deadline deadline, CancellationToken ct) =>
        AskAsync((invoker, call) => new PointOfSale.PointOfSaleClient(invoker).IdentifyAsync(request, call), deadline, ct);

    /// <inheritdoc/>
    public Task<StatusReply?> StatusAsync(StatusRequest request, Deadline deadline, CancellationToken ct) =>
        AskAsync((invoker, call) => new PointOfSale.PointOfSaleClient(invoker).StatusAsync(request, call), deadline, ct);

    /// <inheritdoc/>
    public Task<PairReply?> PairAsync(PairRequest request, Deadline deadline, CancellationToken ct) =>
        AskAsync((invoker, call) => new DevicePairing.DevicePairingClient(invoker).PairAsync(request, call), deadline, ct);

    /// <inheritdoc/>
    public Task<UnpairReply?> UnpairAsync(UnpairRequest request, Deadline deadline, CancellationToken ct) =>
        AskAsync((invoker, call) => new DevicePairing.DevicePairingClient(invoker).UnpairAsync(request, call), deadline, ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var pipeline = Pipeline();
            while (true)
            {
                // Each outage begins with short pauses again; a session that worked ends the pipeline.
                await pipeline.ExecuteAsync(async token => await AttemptAsync(token), stoppingToken);
                if (!_renewed) await Task.Delay(options.Value.PauseFirst * random.NextDouble(), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Step(LinkEvent.Stop);
        }
    }

    private ResiliencePipeline<bool> Pipeline() => new ResiliencePipelineBuilder<bool> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<bool>
        {
            ShouldHandle = new PredicateBuilder<bool>().HandleResult(worked => !worked),
            MaxRetryAttempts = int.MaxValue, BackoffType = DelayBackoffType.Exponential, UseJitter = true,
                Randomizer = random.NextDouble,
            Delay = options.Value.PauseFirst, MaxDelay = options.Value.PauseMost,
        })
        .Build();

    /// <summary>One attempt and the session it leads to; true where that worked for a while.</summary>
    private async Task<bool> AttemptAsync(CancellationToken ct)
    {
        identities.Refresh();
        var identity = identities.Current ?? throw EnrolmentException.NotEnrolled();
        var began = time.GetTimestamp();
        using var renewed = new CancellationTokenSource();
        void Renew(object? sender, EventArgs e) => renewed.Cancel();
        identities.Changed += Renew;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, renewed.Token);
            var end = await SessionAsync(identity, either.Token);
            Ended(end);
        }
        catch (Exception e) when (e is RpcException or IOException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            if (!renewed.IsCancellationRequested) Log.Lost(logger,
                (e as RpcException)?.StatusCode.ToString() ?? e.GetType().Name, identity.Sync);
            Lost();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.Failed(logger, e);
            Lost();
        }
        finally
        {
            identities.Changed -= Renew;
        }
        _renewed = renewed.IsCancellationRequested;
        return _renewed || (_lastRefusal.Length == 0
            && time.GetElapsedTime(began) >= options.Value.WorkedAfter);
    }

    private async Task<SessionEnd> SessionAsync(EdgeIdentity identity, CancellationToken ct)
    {
        Step(LinkEvent.Due);
        using var certificate = identity.Certificate();
        using var channel = CloudChannel.Proven(identity.Sync, identity.Authority, certificate,
            new HandshakeTime(() => clock.Known, Later(clock.Floor, identity.ValidFrom)), services);
        _channel = channel;
        try
        {
            using var session = new LinkSession(journal, snapshots, _replies, clock, ids, _run, options.Value, time, Step);
            return await session.RunAsync(channel.CreateCallInvoker(), ct);
        }
        finally
        {
            _channel = null;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private void Ended(SessionEnd end)
    {
        if (end.Refused is { } refused)
        {
            (_lastRefusal, LastRefusalMessage) = (refused.Code, refused.Message);
            Log.Refused(logger, refused.Code, refused.Message);
            if (State is not (LinkState.Waiting or LinkState.Refused)) Step(LinkEvent.Refusal);
            return;
        }
        Log.Ended(logger, end.Why);
        Lost();
    }

    private void Lost()
    {
        if (State is not (LinkState.Waiting or LinkState.Refused or LinkState.Stopped)) Step(LinkEvent.Lost);
    }

    private void Step(LinkEvent happened)
    {
        bool changed;
        lock (_gate)
        {
            var next = LinkSteps.Next(_state, happened);
            changed = next == LinkState.Online != (_state == LinkState.Online);
            _state = next;
        }
        if (happened == LinkEvent.Aligned) Welcomed();
        if (changed) Changed?.Invoke(this, EventArgs.Empty);
    }

    private void Welcomed()
    {
        (_lastRefusal, LastRefusalMessage) = ("", "");
        Log.Connected(logger, journal.State.Acked, journal.State.Last);
        if (clock.WallOff is { } off && off.Duration() > ClockOffMost) Log.ClockOff(logger, off);
    }

    private async Task<TReply?> AskAsync<TReply>(
        Func<CallInvoker, CallOptions, AsyncUnaryCall<TReply>> ask, Deadline deadline, CancellationToken ct) where TReply : class
    {
        if (Invoker is not { } invoker || deadline.Passed) return null;
        try
        {
            var until = (time.GetUtcNow() + deadline.Left).UtcDateTime;
            using var call = ask(invoker, new CallOptions(deadline: until, cancellationToken: ct));
            return await call.ResponseAsync;
        }
        catch (RpcException e)
        {
            Log.NoAnswer(logger, e.StatusCode);
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2100, LogLevel.Information, "Connected to the cloud: {Acked} of {Last} records are there")]
        public static partial void Connected(ILogger logger, long acked, long last);

        [LoggerMessage(
            2101, LogLevel.Warning,
            "No connection to the cloud at {Address} ({Reason}); trying again by itself. If it stays: check network, " +
            "address and this machine's clock")]
        public static partial void Lost(ILogger logger, string reason, Uri address);

        [LoggerMessage(2102, LogLevel.Warning, "The cloud refused this edge ({Code}): {Message}")]
        public static partial void Refused(ILogger logger, string code, string message);

        [LoggerMessage(2103, LogLevel.Information, "The stream to the cloud ended: {Why}")]
        public static partial void Ended(ILogger logger, string why);

        [LoggerMessage(
            2104, LogLevel.Warning, "This machine's clock is off by {Off}. Set date and time (timedatectl set-ntp true)")]
        public static partial void ClockOff(ILogger logger, TimeSpan off);

        [LoggerMessage(2106, LogLevel.Error, "The link failed by itself; it is tried again")]
        public static partial void Failed(ILogger logger, Exception thrown);

        [LoggerMessage(2105, LogLevel.Information, "A question to the cloud was not answered ({Status})")]
        public static partial void NoAnswer(ILogger logger, StatusCode status);
    }
}

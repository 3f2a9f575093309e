using System.Globalization;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Hosting.Files;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The latest time the cloud ever told, on disk: a box that starts with a dead clock battery is not in the
/// past.</summary>
internal sealed partial class TimeFloor(IOptions<AgentOptions> options, ILogger<TimeFloor> logger)
{
    private const string FloorFile = "time.floor";

    // A start may be wrong by as much; in return a link that comes and goes does not wear the disk.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _at;

    /// <summary>The floor; the year 1 before the first greeting.</summary>
    public DateTimeOffset At
    {
        get { lock (_gate) return _at ??= Read(); }
    }

    private string File => DataFolder.Open(options.Value.Folder).File(FloorFile);

    /// <summary>Drops it: an enrolment proves the cloud by its pin, and forgives one that once told a time far
    /// ahead.</summary>
    public static void Forget(string folder) => System.IO.File.Delete(Path.Combine(folder, FloorFile));

    /// <summary>Takes over a later time. A disk that does not take it is no reason to refuse the cloud.</summary>
    public void Raise(DateTimeOffset cloud)
    {
        lock (_gate)
        {
            if (cloud < (_at ??= Read()) + Step) return;
            _at = cloud;
            try
            {
                IdentityStore.Write(File, System.Text.Encoding.ASCII.GetBytes(cloud.ToUniversalTime().ToString("O")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.NotStored(logger, FloorFile, e.GetType().Name);
            }
        }
    }

    private DateTimeOffset Read()
    {
        var path = File;
        if (!System.IO.File.Exists(path)) return DateTimeOffset.MinValue;
        // One that cannot be read is as good as none: it only ever narrows what is believed.
        return DateTimeOffset.TryParseExact(System.IO.File.ReadAllText(path), "O", CultureInfo.InvariantCulture,
            DateTimeStyles.RoundtripKind, out var at) ? at : DateTimeOffset.MinValue;
    }

    private static partial class Log
    {
        [LoggerMessage(2112, LogLevel.Warning,
            "{File} could not be written ({Reason}): after a restart without a network the clock may be further off. " +
            "Check the disk")]
        public static partial void NotStored(ILogger logger, string file, string reason);
    }
}

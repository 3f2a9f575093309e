using CrmEdge.Edge.Agent.Channels;

namespace CrmEdge.Edge.Agent.Serial;

/// <summary>Keeps a second program of ours off a port: TIOCEXCL alone does not stop root.</summary>
internal static class SerialLock
{
    public static FileStream Take(string path, string lockFolder)
    {
        Directory.CreateDirectory(lockFolder);
        // The device behind a by-id link is what must be held, whatever name it is opened under.
        var device = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var file = Path.Combine(lockFolder, $"LCK..{device.Trim('/').Replace('/', '_')}");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new ChannelLostException(path, "in use by another program", e);
        }
    }
}

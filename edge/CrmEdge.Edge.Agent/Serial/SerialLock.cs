using CrmEdge.Edge.Agent.Channels;

namespace CrmEdge.Edge.Agent.Serial;

/// <summary>Keeps a second program of ours off a port: TIOCEXCL alone does not stop root.</summary>
internal static class SerialLock
{
    public static FileStream Take(string path, string lockFolder)
    {
        var file = Path.Combine(lockFolder, $"LCK..{Device(path).Trim('/').Replace('/', '_')}");
        try
        {
            Directory.CreateDirectory(lockFolder);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new ChannelLostException(path, "in use by another program", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ChannelLostException(path, $"no right to write {file}", e);
        }
    }

    // The device behind a by-id link is what must be held, whatever name it is opened under.
    private static string Device(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException e)
        {
            throw new ChannelLostException(path, "No such file or directory", e);
        }
    }
}

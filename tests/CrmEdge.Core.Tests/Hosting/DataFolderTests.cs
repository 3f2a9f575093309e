using CrmEdge.Hosting.Files;
using CrmEdge.Hosting.Processes;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const uint SomeoneElse = 4242;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Refusal(string path) => Assert.Throws<UnsafeFolderException>(() => DataFolder.Open(path)).Message;

    [Fact]
    public void A_missing_folder_is_made_for_its_owner_alone_and_can_be_opened_again()
    {
        var made = DataFolder.Open(_folder["a", "b"]);
        Assert.Equal(OwnerOnly, new DirectoryInfo(made.Path).UnixFileMode);
        Assert.Equal(made.Path, DataFolder.Open($"{made.Path}/").Path);
        Assert.Equal(_folder["a", "b", "keys"], made.Folder("keys").Path);
        Assert.Equal(_folder["a", "b", "journal.db"], made.File("journal.db"));
        Assert.Equal(UnixFileMode.OtherExecute, new DirectoryInfo(DataFolder.Open(_folder["c"], passable: true).Path).UnixFileMode
            & UnixFileMode.OtherExecute);
    }

    [Fact]
    public void A_folder_others_may_write_a_link_and_a_file_are_refused()
    {
        var open = _folder.Make("open", everybodyWrites: true);
        Assert.Contains("chmod go-w", Refusal(open), StringComparison.Ordinal);
        Directory.CreateSymbolicLink(_folder["link"], open);
        Assert.Contains("is a link", Refusal(_folder["link"]), StringComparison.Ordinal);
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("is a file", Refusal(_folder["file"]), StringComparison.Ordinal);
        Assert.Contains("cannot be made", Refusal(_folder["file", "below"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_user_is_refused()
    {
        var foreign = "/etc";
        if (Environment.UserName == "root")
        {
            foreign = _folder.Make("foreign");
            Assert.Equal(0, Libc.ChangeOwner(foreign, SomeoneElse, SomeoneElse));
        }
        Assert.Contains("belongs to user id", Refusal(foreign), StringComparison.Ordinal);
    }
}

using CrmEdge.Hosting.Postgres;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

/// <summary>The parts of the private cluster that are arithmetic and text; the rest is tested on real servers.</summary>
public sealed class ClusterRulesTests
{
    private static readonly string[] Passwd =
    [
        "root:x:0:0::/root:/bin/sh", "broken", "nobody:x:65534:65534::/:/bin/false", "postgres:x:101:104::/:/bin/sh",
        "toor:x:0:0::/:/bin/sh",
    ];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.5)]
    [InlineData(6, 8)]
    [InlineData(7, 10)]
    [InlineData(int.MaxValue, 10)]
    public void Restarts_come_at_once_then_ever_later_up_to_ten_seconds(int attempt, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartDelay.Before(attempt));

    [Theory]
    [InlineData("4711\n/d\n1\n5433\n/run\n127.0.0.1\n 1 2\nready   \n", 4711, 5433, true)]
    [InlineData("4711\n/d\n1\n5433\n/run\n127.0.0.1\n 1 2\nstarting\n", 4711, 5433, false)]
    [InlineData("4711\n/d\n", 4711, 0, false)]
    [InlineData("-4711\n/d\n1\n\n", 4711, 0, false)]
    public void A_postmaster_file_is_read_however_far_it_is_written(string text, int id, int port, bool ready) =>
        Assert.Equal(new PostmasterFile(id, port, ready), PostmasterFile.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("not a number\n")]
    public void A_file_without_a_process_id_says_nothing(string text) => Assert.Null(PostmasterFile.Parse(text));

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15")]
    [InlineData("postgres (PostgreSQL) 18beta1", "18")]
    [InlineData("no version", "")]
    public void The_major_version_is_read_from_the_program_s_answer(string answer, string version) =>
        Assert.Equal(version, PostgresPrograms.MajorVersion(answer));

    [Fact]
    public void An_ordinary_user_is_its_own_account_and_root_takes_the_first_unprivileged_one()
    {
        Assert.Null(ServerAccount.Choose(1000, "", null, Passwd).Name);
        Assert.Equal("postgres", ServerAccount.Choose(0, "", null, Passwd).Name);
        Assert.Equal("nobody", ServerAccount.Choose(0, "", null, Passwd[..3]).Name);
        Assert.Equal("nobody", ServerAccount.Choose(0, "nobody", null, Passwd).Name);
        Assert.Equal("nobody", ServerAccount.Choose(0, "", 65534, Passwd).Name);
    }

    [Theory]
    [InlineData(0u, "toor", null, PrivatePostgresRefusal.AccountMissing)]
    [InlineData(0u, "none", null, PrivatePostgresRefusal.AccountMissing)]
    [InlineData(0u, "", 0u, PrivatePostgresRefusal.AccountMissing)]
    [InlineData(0u, "", 4242u, PrivatePostgresRefusal.AccountMissing)]
    [InlineData(1000u, "", 101u, PrivatePostgresRefusal.FolderNotUsable)]
    public void The_server_never_runs_as_root_nor_on_a_stranger_s_data(
        uint self, string wanted, uint? owner, PrivatePostgresRefusal why)
    {
        var refused = Assert.Throws<PrivatePostgresException>(() => ServerAccount.Choose(self, wanted, owner, Passwd));
        Assert.Equal(why, refused.Refusal);
    }

    [Theory]
    [InlineData(PrivatePostgresRefusal.StartFailed, true)]
    [InlineData(PrivatePostgresRefusal.StartTimedOut, true)]
    [InlineData(PrivatePostgresRefusal.LeftoverServer, true)]
    [InlineData(PrivatePostgresRefusal.FolderInUse, false)]
    [InlineData(PrivatePostgresRefusal.ProgramsMissing, false)]
    public void A_refusal_says_whether_trying_again_may_help(PrivatePostgresRefusal refusal, bool mayRetry) =>
        Assert.Equal(mayRetry, new PrivatePostgresException(refusal, "x").MayRetry);

    [Fact]
    public void A_relative_folder_is_refused() =>
        Assert.Equal(PrivatePostgresRefusal.FolderNotUsable,
            Assert.Throws<PrivatePostgresException>(() => new ClusterFolder("data/pg")).Refusal);

    [Fact]
    public void The_socket_moves_as_soon_as_its_path_would_pass_107_bytes()
    {
        static string Socket(int bytes) =>
            new ClusterFolder("/" + new string('a', bytes - "/run".Length - 1)).SocketFolder("/tmp");
        Assert.Equal(92, Socket(92).Length);
        Assert.StartsWith("/tmp/crmedge-", Socket(93), StringComparison.Ordinal);
    }
}

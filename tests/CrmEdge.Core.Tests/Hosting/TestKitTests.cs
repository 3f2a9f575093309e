using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using CrmEdge.TestKit;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Sdk;

namespace CrmEdge.Core.Tests.Hosting;

public sealed partial class TestKitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Logs_fail_the_test_on_an_undeclared_error_and_only_then()
    {
        using var fine = new TestLogs().Expect(Log.DeclaredId);
        Log.Declared(fine.For<TestKitTests>());
        Log.Harmless(fine.For<TestKitTests>(), null);

        var failing = new TestLogs().Expect(Log.DeclaredId);
        Log.Undeclared(failing.For<TestKitTests>());
        Assert.Contains("boom", Assert.ThrowsAny<XunitException>(failing.Dispose).Message, StringComparison.Ordinal);

        var thrown = new TestLogs();
        Log.Harmless(thrown.For<TestKitTests>(), new InvalidOperationException("hidden"));
        Assert.ThrowsAny<XunitException>(thrown.Dispose);
    }

    [Fact]
    public async Task A_wait_in_vain_says_what_it_waited_for_and_what_it_saw()
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() =>
            Eventually.EqualAsync(3, () => 2, TimeSpan.FromMilliseconds(30), "rows"));
        Assert.Contains("rows == 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Last seen: 2", failure.Message, StringComparison.Ordinal);
        var stuck = new TaskCompletionSource();
        var hang = await Assert.ThrowsAnyAsync<XunitException>(() =>
            stuck.Task.InTimeAsync(TimeSpan.FromMilliseconds(30), "the answer"));
        Assert.Contains("the answer", hang.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Free_ports_are_free_and_never_handed_out_twice()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => FreePort.Take()).ToList();
        Assert.Equal(ports.Count, ports.Select(p => p.Number).Distinct().Count());
        using var listener = new TcpListener(IPAddress.Loopback, ports[0]);
        listener.Start();
        ports.ForEach(p => p.Dispose());
    }

    [Fact]
    public void Temp_folders_are_short_passable_and_gone_afterwards()
    {
        string path;
        using (var folder = new TempFolder())
        {
            path = folder;
            Assert.True(path.Length < 40);
            Assert.Equal(UnixFileMode.OtherExecute, new DirectoryInfo(path).UnixFileMode & UnixFileMode.OtherExecute);
            File.WriteAllText(Path.Combine(folder.Make("below"), "file"), "x");
        }
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task Both_sides_of_a_tls_connection_trust_the_test_authority()
    {
        using var ca = new TestCa();
        using var stranger = new TestCa("Stranger");
        using var serverCertificate = ca.Server();
        using var clientCertificate = ca.Client("edge-1");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = Task.Run(async () =>
        {
            using var peer = await listener.AcceptTcpClientAsync(Ct);
            await using var tls = new SslStream(peer.GetStream(), false, (_, c, _, _) => ca.Issued(c));
            await tls.AuthenticateAsServerAsync(serverCertificate, true, false);
            Assert.Equal("CN=edge-1", tls.RemoteCertificate!.Subject);
            await tls.WriteAsync(new byte[] { 42 }, Ct);
        }, Ct);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Ct);
        await using var stream = new SslStream(client.GetStream(), false, (_, c, _, errors) =>
            ca.Issued(c) && !stranger.Issued(c) && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0);
        await stream.AuthenticateAsClientAsync("localhost", [clientCertificate], false).InTimeAsync();
        Assert.Equal(42, stream.ReadByte());
        await accepting.InTimeAsync();
    }

    [Fact]
    public void The_repository_is_found_from_where_the_test_runs()
    {
        Assert.True(File.Exists(Repo.File("CrmEdge.sln")));
        Assert.Equal(Path.Combine(Repo.Root, "artifacts", "bin", "CrmEdge.TestKit", Repo.Configuration, "CrmEdge.TestKit"),
            Repo.Executable("CrmEdge.TestKit"));
        Assert.Contains("dotnet build", Assert.Throws<FileNotFoundException>(() => Repo.Executable("CrmEdge.None")).Message,
            StringComparison.Ordinal);
    }

    private static partial class Log
    {
        public const int DeclaredId = 1297;

        [LoggerMessage(DeclaredId, LogLevel.Error, "declared")]
        public static partial void Declared(ILogger logger);

        [LoggerMessage(1298, LogLevel.Error, "boom")]
        public static partial void Undeclared(ILogger logger);

        [LoggerMessage(1299, LogLevel.Information, "harmless")]
        public static partial void Harmless(ILogger logger, Exception? exception);
    }
}

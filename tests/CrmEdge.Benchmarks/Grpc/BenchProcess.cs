using System.Diagnostics;
using System.Globalization;

namespace CrmEdge.Benchmarks.Rpc;

/// <summary>A server in a process of its own that prints <c>port N</c>; ended with the benchmark.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;
    private readonly string? _folder;

    private BenchProcess(Process process, int port, string? folder) => (_process, Port, _folder) = (process, port, folder);

    public int Port { get; }

    public static async Task<BenchProcess> StartAsync(
        string file, string[] arguments, CancellationToken ct, string? folder = null)
    {
        var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        if (line?.StartsWith("port ", StringComparison.Ordinal) is true)
            return new BenchProcess(process, int.Parse(line.AsSpan(5), CultureInfo.InvariantCulture), folder);
        process.Kill();
        throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} did not start; it said: {line}");
    }

    /// <summary>grpcio's server with stubs generated for this run.</summary>
    public static async Task<BenchProcess> StartPythonServerAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("crmedge-bench-").FullName;
        var here = Path.Combine(AppContext.BaseDirectory, "Grpc");
        using var protoc = Process.Start("protoc",
        [
            $"-I{here}", $"--python_out={folder}", $"--grpc_out={folder}",
            "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", Path.Combine(here, "probe.proto"),
        ]);
        await protoc.WaitForExitAsync(ct);
        if (protoc.ExitCode != 0)
            throw new InvalidOperationException("protoc failed: install protobuf-compiler, protobuf-compiler-grpc, python3-grpcio.");
        return await StartAsync(Python, ["-B", Path.Combine(here, "peers", "server.py"), folder, "4194304"], ct, folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}

using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Options;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host;

/// <summary>What <c>crmedge-host</c> can be told on the command line.</summary>
internal static class Commands
{
    private const int Done = 0;
    private const int Usage = 64;   // sysexits.h EX_USAGE

    private const string Help = """
        crmedge-host                 run the cloud host
        crmedge-host migrate         bring the database schema up to date, then end
        crmedge-host keys init       make the master key file and the first administrator's API key
        crmedge-host keys rotate     add a master key; secrets are sealed anew at the next start
        crmedge-host keys admin      make a further administrator's API key; let in from the next start
        Settings: --Keys:File=PATH --Database:Folder=PATH --Listen:rest:Port=8080 (or appsettings.json, or the environment)
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Any(a => a is "--help" or "-h" or "-?")) return Say(Help, Done);
        string[] words = [.. args.TakeWhile(a => !a.StartsWith('-'))];
        var code = Done;
        var ended = await Executable.RunAsync(
            async () => code = await RunAsync(string.Join(' ', words), args[words.Length..]), Console.Error);
        return ended == Done ? code : ended;
    }

    private static async Task<int> RunAsync(string command, string[] settings)
    {
        try
        {
            return command switch
            {
                "" => await ServeAsync(settings),
                "migrate" => await MigrateAsync(settings),
                "keys init" => await KeysAsync(settings, Init),
                "keys rotate" => await KeysAsync(settings, Rotate),
                "keys admin" => await KeysAsync(settings, Admin),
                "help" => Say(Help, Done),
                _ => Complain($"crmedge-host: there is no command {command}.\n{Help}", Usage),
            };
        }
        catch (StartRefusedException e)
        {
            return Complain($"crmedge-host: {e.Message}", Executable.Misconfigured);
        }
        catch (DatabaseUnavailableException e)
        {
            return Complain($"crmedge-host: {e.Message}", Executable.Unavailable);
        }
    }

    private static async Task<int> ServeAsync(string[] settings)
    {
        await using var app = Build(settings);
        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
        await app.ServeAsync(CancellationToken.None);
        return Done;
    }

    private static async Task<int> MigrateAsync(string[] settings)
    {
        await using var app = Build(settings);
        await app.Services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
        return Say("The schema is up to date.", Done);
    }

    private static async Task<int> KeysAsync(string[] settings, Func<MasterKeyFile, KeysOptions, string> act)
    {
        await using var app = Build(settings);
        var options = app.Services.GetRequiredService<IOptions<KeysOptions>>().Value;
        return Say(act(app.Services.GetRequiredService<MasterKeyFile>(), options), Done);
    }

    private static WebApplication Build(string[] settings)
    {
        var app = Program.Build(settings);
        app.Services.ThrowOnMistakes(settings);
        return app;
    }

    private static string Init(MasterKeyFile file, KeysOptions options)
    {
        file.Init();
        return $"Master keys are in {options.File}. Keep a copy of it, apart from those of the database: without it they are " +
            "unreadable.\n" +
            $"The administrator's API key is in {options.AdminKeyFile}; move it to a safe place.";
    }

    private static string Rotate(MasterKeyFile file, KeysOptions options) =>
        $"Master key {file.Rotate()} is current in {options.File}. Restart crmedge-host: it seals everything anew under it.";

    private static string Admin(MasterKeyFile file, KeysOptions options)
    {
        file.AddAdmin();
        return $"A further administrator's API key is in {options.AdminKeyFile}. Restart crmedge-host to let it in.";
    }

    private static int Say(string text, int code)
    {
        Console.Out.WriteLine(text);
        return code;
    }

    private static int Complain(string text, int code)
    {
        Console.Error.WriteLine(text);
        return code;
    }
}

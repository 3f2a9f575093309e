using CrmEdge.Simulators.CardReader;
using CrmEdge.Simulators.Demo;
using CrmEdge.Simulators.Devices;
using CrmEdge.Simulators.Till;

const int WrongUsage = 64;   // sysexits.h EX_USAGE

if (args is ["demo", .. var demo]) return await DemoCommand.RunAsync(demo);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
switch (args)
{
    case ["till", .. var rest]:
        return await TillCommand.RunAsync(rest, stop.Token);
    case ["reader", .. var rest]:
        return await ReaderCommand.RunAsync(rest, stop.Token);
    case ["fleet", .. var rest]:
        return await FleetCommand.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync(
            $"What crmedge-sim can play:\n{TillCommand.Usage}\n{ReaderCommand.Usage}\n{FleetCommand.Usage}\n  demo {DemoOptions.Help}");
        return WrongUsage;
}

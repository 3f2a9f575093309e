using CrmEdge.Simulators.Devices;

switch (args)
{
    case ["fleet", .. var rest]:
        return await FleetCommand.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("What crmedge-sim can play:\n" + FleetCommand.Usage);
        return 64;
}

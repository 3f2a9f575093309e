using CrmEdge.Edge.Agent.Line;
using CrmEdge.Edge.Agent.Nexo;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Readers;
using CrmEdge.Hosting.Options;
using CrmEdge.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CrmEdge.Edge.Tests.Pos;

public sealed class AgentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_agent_is_put_together_with_its_tills_and_tells_them_that_it_is_not_enrolled()
    {
        await using var agent = Agent.Program.Build([$"--Agent:Folder={_folder["data"]}", "--Pos:Lines:0:Listen=127.0.0.1:0"]);
        var hosted = agent.Services.GetServices<IHostedService>().ToList();
        Type[] ours = [typeof(LineServer), typeof(ReaderServer), typeof(Settlement), typeof(AliasSweep), typeof(NexoServer)];
        Assert.All(ours, type => Assert.Contains(hosted, service => service.GetType() == type));
        var answer = await agent.Services.GetRequiredService<Sales>().SellAsync(Store.Order("R-1"), TestContext.Current.CancellationToken);
        Assert.Equal("not_enrolled", answer.Code);
    }

    [Theory]
    [InlineData("--Pos:Tills:0:Tap=T", "pair it")]
    [InlineData("--Pos:Lines:0:Serial=/dev/ttyUSB0", "needs the Tap")]
    [InlineData("--Pos:Lines:0:Listen=somewhere", "no address:port")]
    [InlineData("--Pos:Readers:0:Tap=T", "exactly one of Serial, Listen and Connect")]
    [InlineData("--Nexo:Listen=x", "no address:port")]
    [InlineData("--Nexo:KeyFile=x", "stand together")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string says)
    {
        await using var agent = Agent.Program.Build([$"--Agent:Folder={_folder["data"]}", setting]);
        var refused = Assert.Throws<ConfigurationErrorsException>(agent.Services.ThrowOnMistakes);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}

global using CrmEdge.Cloud.Tests.Fixture;
global using CrmEdge.TestKit;
global using Xunit;

[assembly: AssemblyFixture(typeof(CloudHost))]

namespace CrmEdge.Simulators.Demo;

/// <summary>The story cannot go on. The message says where it stopped and what to look at.</summary>
internal sealed class DemoException(string message) : Exception(message);

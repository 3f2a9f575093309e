namespace CrmEdge.Hosting.Options;

/// <summary>Marks a setting whose value must not appear in a message, also not in one about a mistake in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

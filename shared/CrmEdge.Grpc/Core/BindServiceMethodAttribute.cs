namespace Grpc.Core;

/// <summary>Put by the code generator on a service's base class: where its method list is to be found.</summary>
/// <param name="bindType">Type with the static method.</param>
/// <param name="bindMethodName">Name of the method, which takes a <see cref="ServiceBinderBase"/> and the implementation.</param>
[AttributeUsage(AttributeTargets.Class)]
public class BindServiceMethodAttribute(Type bindType, string bindMethodName) : Attribute
{
    /// <summary>Type with the static method.</summary>
    public Type BindType { get; } = bindType;

    /// <summary>Name of the static method.</summary>
    public string BindMethodName { get; } = bindMethodName;
}

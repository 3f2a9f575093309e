using System.Text;

namespace Grpc.Core;

/// <summary>One thing known of a peer.</summary>
public class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value as UTF-8 text.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>A copy of the value's bytes.</summary>
    public byte[] ValueBytes => (byte[])_value.Clone();

    /// <summary>Makes a property.</summary>
    /// <param name="name">The name.</param>
    /// <param name="valueBytes">The value; copied.</param>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, (byte[])valueBytes.Clone());
    }
}

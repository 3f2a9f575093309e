namespace CrmEdge.Edge.Agent.Serial;

/// <summary>Bits on the wire. Always 8 data bits, no flow control: what tills and readers speak.</summary>
internal sealed record SerialSettings(string Path, int BaudRate = 9_600, SerialParity Parity = SerialParity.None, int StopBits = 1);

internal enum SerialParity
{
    None,
    Even,
    Odd,
}

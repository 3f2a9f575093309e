using System.Text;

namespace CrmEdge.Simulators.CardReader;

/// <summary>A barcode and card reader on a pseudo-terminal.</summary>
public sealed class SimulatedReader(string? link = null) : IDisposable
{
    private readonly PseudoTerminal _port = new(link);

    /// <summary>The tty to configure as the reader's.</summary>
    public string Path => _port.Path;

    /// <summary>A barcode, as a scanner sends it.</summary>
    public void Scan(string code) => Send($"{code}\r\n");

    /// <summary>A card, both tracks, as ISO/IEC 7813 lays them out.</summary>
    public void Swipe(string cardNumber) =>
        Send($"%B{cardNumber}^CARDHOLDER/TEST^29011010000000000000?;{cardNumber}=29011010000000000000?\r");

    /// <inheritdoc/>
    public void Dispose() => _port.Dispose();

    private void Send(string text) => _port.Write(Encoding.ASCII.GetBytes(text));
}

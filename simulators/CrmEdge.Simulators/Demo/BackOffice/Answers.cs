namespace CrmEdge.Simulators.Demo.BackOffice;

internal sealed record Made(Guid Id);

internal sealed record IssuedKey(Guid Id, string Key);

internal sealed record PairingCode(Guid Id, string Code)
{
    [System.Text.Json.Serialization.JsonPropertyName("pairing_code")]
    public string Code { get; init; } = Code;
}

internal sealed record WalletName(Guid Id, string Code);

internal sealed record ContactAnswer(Guid Id, string Code, WalletName? Wallet);

/// <param name="Secret">Base32.</param>
internal sealed record OtpSecret(string Secret);

/// <param name="Value">What an app shows as a QR code.</param>
/// <param name="AlternativeToken">What a person types.</param>
internal sealed record SpendToken(string Value, string AlternativeToken);

internal sealed record AccountAnswer(decimal Balance, bool IsOverLimit);

internal sealed record PaymentAnswer(decimal Balance, int DevicesResumed);

internal sealed record DeviceState(string Desired, string Outcome);

internal sealed record DeviceAnswer(Guid Id, DeviceState? State);

internal sealed record ClockAnswer(long Now);

internal sealed record BillingAnswer(int CyclesClosed, int InvoicesIssued);

using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Rules.Purchases;
using Wire = CrmEdge.Contracts.Pos.Identification;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Brings what an edge identified a customer by into the form that any other channel's has.</summary>
internal sealed class SaleIdentification(Databases databases, IntakeKeys intake)
{
    /// <summary>No contact has this id: it stands for a hash that nobody has.</summary>
    private static readonly string Nobody = Guid.Empty.ToString();

    /// <summary>The draft; null where a sealed secret does not open.</summary>
    public async Task<IdentificationDraft?> DraftAsync(EdgeId edge, Wire? who, string? otp, string context, CancellationToken ct)
    {
        switch (who?.MeansCase)
        {
            case Wire.MeansOneofCase.WalletCode:
                return await intake.OpenAsync(edge, who.WalletCode, context, ct) is { } code
                    ? new IdentificationDraft { WalletCode = code, Otp = otp } : null;
            case Wire.MeansOneofCase.SpendToken:
                return await intake.OpenAsync(edge, who.SpendToken, context, ct) is { } token
                    ? new IdentificationDraft { Otp = token } : null;
            case Wire.MeansOneofCase.ContactId:
                return new IdentificationDraft { ContactId = who.ContactId, Otp = otp };
            case Wire.MeansOneofCase.ContactCode:
                return new IdentificationDraft { ContactCode = who.ContactCode, Otp = otp };
            case Wire.MeansOneofCase.Cim:
                return new IdentificationDraft { ContactId = await ByHashAsync(edge.Tenant, who.Cim, ct), Otp = otp };
            default:
                return new IdentificationDraft { Otp = otp };
        }
    }

    /// <summary>The one-time code beside an identification; empty where it does not open, which no wallet accepts.</summary>
    public async Task<string?> OtpAsync(EdgeId edge, Contracts.Pos.SpendRequest? spend, string context, CancellationToken ct) =>
        spend?.Otp is { } box ? await intake.OpenAsync(edge, box, context, ct) ?? "" : null;

    private async Task<string> ByHashAsync(Guid tenant, Contracts.Common.CimHash hash, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand(
            "SELECT contact FROM contact_cim WHERE tenant = $1 AND hash = $2 AND key_id = $3 LIMIT 1")
            .With(tenant).With(hash.Hash.ToByteArray()).With((int)Math.Min(hash.KeyId, int.MaxValue));
        return await command.ExecuteScalarAsync(ct) is Guid contact ? contact.ToString() : Nobody;
    }
}

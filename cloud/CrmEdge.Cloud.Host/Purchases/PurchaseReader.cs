using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Wallet;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Reads purchases as they stand in the books.</summary>
internal sealed class PurchaseReader(Databases databases)
{
    public async Task<Purchase?> FindAsync(Guid tenant, Guid id, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command($"SELECT {PurchaseColumns.Names} FROM purchase WHERE tenant = $1 AND id = $2")
            .With(tenant).With(id);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? PurchaseColumns.Read(row) : null;
    }

    public async Task<IReadOnlyList<PurchaseReward>> RewardsAsync(Guid tenant, Guid purchase, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command("""
            SELECT number, type, amount, currency, why, rule, pool, lot FROM purchase_reward
            WHERE tenant = $1 AND purchase = $2 ORDER BY number
            """).With(tenant).With(purchase);
        await using var row = await command.ExecuteReaderAsync(ct);
        var rewards = new List<PurchaseReward>();
        while (await row.ReadAsync(ct))
        {
            rewards.Add(new PurchaseReward(tenant, purchase, row.GetInt32(0), WireName.Parse<RewardType>(row.GetString(1)),
                new Money(row.GetInt64(2), Currency.Of(row.GetString(3))), row.GetString(4),
                RowValues.Id(row, 5), RowValues.Id(row, 6), RowValues.Id(row, 7)));
        }
        return rewards;
    }

    public async Task<IReadOnlyList<PurchaseLine>> LinesAsync(Purchase purchase, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, purchase.Tenant, ct);
        await using var command = session.Command("""
            SELECT number, sku, name, quantity, net, tax FROM purchase_line WHERE tenant = $1 AND purchase = $2 ORDER BY number
            """).With(purchase.Tenant).With(purchase.Id);
        await using var row = await command.ExecuteReaderAsync(ct);
        var lines = new List<PurchaseLine>();
        while (await row.ReadAsync(ct))
        {
            lines.Add(new PurchaseLine(purchase.Tenant, purchase.Id, row.GetInt32(0), row.GetString(1), RowValues.Words(row, 2),
                row.GetDecimal(3), new Money(row.GetInt64(4), purchase.Total.Currency),
                    new Money(row.GetInt64(5), purchase.Total.Currency)));
        }
        return lines;
    }
}

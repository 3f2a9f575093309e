using Xunit;

namespace CrmEdge.SystemTests.Demo;

/// <summary>What a run leaves behind: the check of its books, and no secret in any file.</summary>
[Collection("demo")]
public sealed class TamperedDemoTests(TamperedDemo demo) : IClassFixture<TamperedDemo>
{
    /// <summary>Not secret, and one of them written in every place: a till, a contact, a receipt, a meter, a migration.</summary>
    private static readonly string[] Canaries =
        ["canary DEMO-TILL-1", "canary DEMO0001", "canary R-00001", "canary M0001-1", "canary 030_wallet"];

    [Fact]
    public void One_cent_more_in_one_row_fails_the_check_and_names_the_receipt()
    {
        Assert.True(demo.Run.Code == 1, demo.Run.Output);
        // The sum of all sales, and the one purchase; all else still holds.
        Assert.Equal(2, (int)demo.Run.Report["claims_failed"]!);
        Assert.Contains("differ from their receipts: 1 (R-00003)", demo.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_card_phone_email_key_code_or_password_lies_in_any_log_table_or_journal()
    {
        var scan = new SecretScan();
        var secrets = File.ReadAllLines(demo.Secrets);
        scan.AddLines(secrets.Concat(Canaries));
        var files = Directory.GetFiles(demo.Data, "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(demo.Tables))
            .Where(file => Path.GetFileName(file) is not ("admin.key" or "business.key")); // these are made to hand a key over
        var found = files.SelectMany(scan.In).ToList();

        string[] places =
        [
            "/cloud.log", "/store.log", "/hub.log", "/till.jsonl", "/store/journal.db", "/base/", "/pg_wal/",
            "/tables/public.contact",
        ];
        Assert.All(places, place => Assert.Contains(found, find => find.Kind == "canary" && IsAt(find, place)));
        string[] kinds =
        [
            "api-key", "card", "day-key", "device-password", "email", "first-name", "gift", "loyalty", "otp-secret",
            "pairing-code", "phone", "till-secret", "token", "track", "wallet",
        ];
        Assert.Equal(kinds, secrets.Select(line => line.Split(' ', ':')[0]).Distinct().Order());
        Assert.DoesNotContain(found, find => find.Kind != "canary" && !MayStand(find));
    }

    // Names are kept as they are in tables, for search, and a wallet's number as what it is found by. Neither may be in a log,
    // nor a wallet's number in a journal.
    private static bool MayStand(Find find) => find.Kind switch
    {
        "first-name" => !IsAt(find, ".log") && !IsAt(find, ".jsonl"),
        "wallet" => IsAt(find, "/base/") || IsAt(find, "/pg_wal/") || IsAt(find, "/tables/public.contact")
            || IsAt(find, "/tables/public.wallet_home"),
        _ => false,
    };

    private static bool IsAt(Find find, string place) => find.File.Contains(place, StringComparison.Ordinal);
}

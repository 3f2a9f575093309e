using System.Security.Cryptography;
using System.Text.Json;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>The master keys on disk. The only file whose loss makes the database unreadable: keep a copy of it apart.</summary>
internal sealed class MasterKeyFile(KeysOptions options, RandomNumberGenerator random)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true,
    };

    /// <exception cref="KeysException">No file, or one that cannot be used.</exception>
    public MasterKeys Load() => ToKeys(Read() ?? throw KeysException.Missing(options.File));

    /// <summary>Makes the file and the first administrator's key.</summary>
    /// <exception cref="KeysException">There is a file already.</exception>
    public void Init()
    {
        if (File.Exists(options.File)) throw KeysException.AlreadyThere(options.File);
        var admin = MintAdminKey();
        SecretFile.Replace(options.AdminKeyFile, admin + "\n");
        var content = new Content(1, [NewKey(1)], [HashOf(admin)]);
        if (!SecretFile.TryCreate(options.File, JsonSerializer.Serialize(content, Format)))
            throw KeysException.AlreadyThere(options.File);
    }

    /// <summary>Adds a key and makes it current; the older ones stay, for what is sealed under them.</summary>
    /// <returns>The id of the new key.</returns>
    public int Rotate()
    {
        var content = Read() ?? throw KeysException.Missing(options.File);
        var next = content.Keys.Max(k => k.Id) + 1;
        Write(content with { Current = next, Keys = [.. content.Keys, NewKey(next)] });
        return next;
    }

    /// <summary>A further administrator's key, for when the first is lost. Let in from the next start.</summary>
    public void AddAdmin()
    {
        var content = Read() ?? throw KeysException.Missing(options.File);
        var admin = MintAdminKey();
        SecretFile.Replace(options.AdminKeyFile, admin + "\n");
        Write(content with { AdminKeyHashes = [.. content.AdminKeyHashes, HashOf(admin)] });
    }

    private Content? Read()
    {
        if (SecretFile.Read(options.File) is not { } text) return null;
        try
        {
            return JsonSerializer.Deserialize<Content>(text, Format) is { Keys.Count: > 0 } content
                ? content
                : throw KeysException.Unreadable(options.File);
        }
        catch (JsonException)
        {
            throw KeysException.Unreadable(options.File);
        }
    }

    private void Write(Content content) => SecretFile.Replace(options.File, JsonSerializer.Serialize(content, Format));

    private MasterKeys ToKeys(Content content)
    {
        SealingKey[] keys = [.. content.Keys.Select(k => new SealingKey(k.Id, k.Secret))];
        var current = keys.FirstOrDefault(k => k.Id == content.Current);
        return current is not null && keys.All(k => k.Secret.Length == SealingKey.SecretBytes)
            ? new MasterKeys(keys, current, content.AdminKeyHashes)
            : throw KeysException.Unreadable(options.File);
    }

    private StoredKey NewKey(int id) => new(id, Bytes(SealingKey.SecretBytes));

    private string MintAdminKey() =>
        ApiKeyText.Compose(KeyKind.Secret, TenantMode.Live, Platform.LiveTenant, Bytes(ApiKeyText.SecretBytes));

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(ApiKeyText.Hash(key));

    private sealed record StoredKey(int Id, byte[] Secret);

    private sealed record Content(int Current, IReadOnlyList<StoredKey> Keys, IReadOnlyList<string> AdminKeyHashes);
}

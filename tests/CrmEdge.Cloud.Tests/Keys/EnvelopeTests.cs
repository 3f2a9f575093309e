using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using FsCheck;
using FsCheck.Fluent;

namespace CrmEdge.Cloud.Tests.Keys;

public sealed class EnvelopeTests
{
    private static readonly SealingKey Key = new(7, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly byte[] Nonce = new byte[Envelope.NonceBytes];

    [Fact]
    public void What_was_sealed_opens_with_the_same_key_and_context() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<NonNull<string>>(), (secret, context) =>
        {
            var sealedBytes = Envelope.Seal(Key, context.Get, secret, Nonce);
            return Envelope.KeyIdOf(sealedBytes) == 7 && Envelope.Open(Key, context.Get, sealedBytes)!.SequenceEqual(secret);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_does_not_open_in_another_context_with_another_key_or_with_any_bit_changed()
    {
        var sealedBytes = Envelope.Seal(Key, "a", [1, 2, 3], Nonce);
        Assert.Null(Envelope.Open(Key, "b", sealedBytes));
        Assert.Null(Envelope.Open(new SealingKey(7, new byte[32]), "a", sealedBytes));
        Assert.Null(Envelope.Open(new SealingKey(8, Key.Secret), "a", sealedBytes));
        for (var bit = 0; bit < sealedBytes.Length * 8; bit++)
        {
            var changed = sealedBytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Envelope.Open(Key, "a", changed));
        }
    }

    [Fact]
    public void Bytes_that_are_no_envelope_have_no_key() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes => Envelope.KeyIdOf(bytes) is null == (bytes.Length < 33 || bytes[0] != 1))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void An_api_key_names_its_tenant() => Prop.ForAll(ArbMap.Default.ArbFor<Guid>(), tenant =>
    {
        var text = ApiKeyText.Compose(KeyKind.Public, TenantMode.Test, tenant, new byte[ApiKeyText.SecretBytes]);
        return text.StartsWith("pk_test_", StringComparison.Ordinal) && text.Length == 72
            && ApiKeyText.TryReadTenant(text, out var read) && read == tenant;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Other_texts_name_none() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), text => !ApiKeyText.TryReadTenant(text, out _)
            && (text?.Length == 64 || !ApiKeyText.TryReadTenant("sk_live_" + text, out _))).QuickCheckThrowOnFailure();
}

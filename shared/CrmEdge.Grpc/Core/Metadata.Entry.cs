using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its text or its bytes; cannot be changed.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyChars =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>A binary entry.</summary>
        /// <param name="key">Ends in <c>-bin</c>.</param>
        /// <param name="valueBytes">Any bytes; copied.</param>
        /// <exception cref="ArgumentException">The key is malformed or lacks the suffix.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalize(key);
            if (!IsBinaryKey(Key)) throw new ArgumentException($"'{key}' carries bytes: end the key in -bin.", nameof(key));
            _bytes = (byte[])valueBytes.Clone();
        }

        /// <summary>A text entry.</summary>
        /// <param name="key">Does not end in <c>-bin</c>.</param>
        /// <param name="value">Printable ASCII.</param>
        /// <exception cref="ArgumentException">The key is malformed or has the suffix.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalize(key);
            if (IsBinaryKey(Key)) throw new ArgumentException($"'{key}' promises bytes: pass a byte array.", nameof(key));
            _text = value;
        }

        /// <summary>The key in lower case.</summary>
        public string Key { get; }

        /// <summary>True when the value is bytes.</summary>
        public bool IsBinary => _text is null;

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"'{Key}' is binary: read ValueBytes.");

        /// <summary>A copy of the bytes; of a text entry its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text!) : (byte[])_bytes.Clone();

        internal ReadOnlySpan<byte> BytesUnsafe => _bytes;

        /// <inheritdoc/>
        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={_bytes!.Length} bytes]" : $"[Entry: key={Key}, value={_text}]";

        internal static bool IsKey(string key) => key.Length > 0 && !key.AsSpan().ContainsAnyExcept(KeyChars);

        internal static bool IsBinaryKey(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

        internal bool HasKey(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

        private static string Normalize(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            return IsKey(key)
                ? key.ToLowerInvariant()
                : throw new ArgumentException($"'{key}' is no metadata key: use letters, digits, '_', '-' and '.'.", nameof(key));
        }
    }
}

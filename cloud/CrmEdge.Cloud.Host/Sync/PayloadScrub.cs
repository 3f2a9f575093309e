using System.Collections;
using System.Text;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Kernel.Privacy;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>A payload as it may be stored.</summary>
internal readonly record struct CleanPayload(byte[] Payload, bool Scrubbed);

/// <summary>
/// Takes card data out of what edges send before it is written anywhere. Edges do so at entry; this is the second wall. What
/// holds card data and cannot be read is not stored at all: it is set aside without its payload.
/// </summary>
internal static class PayloadScrub
{
    private static readonly Dictionary<int, MessageParser> Parsers = new()
    {
        [(int)RecordType.Purchase] = Purchase.Parser,
        [(int)RecordType.Reversal] = Reversal.Parser,
        [(int)RecordType.Usage] = UsageReading.Parser,
        [(int)RecordType.DeviceApplied] = DeviceApplied.Parser,
    };

    /// <summary>The payload, the very same bytes where there is nothing to take out.</summary>
    public static CleanPayload Clean(int type, ReadOnlyMemory<byte> payload)
    {
        if (!Scrubber.Finds(Encoding.Latin1.GetString(payload.Span))) return new CleanPayload(payload.ToArray(), false);
        if (!Parsers.TryGetValue(type, out var parser)) return new CleanPayload([], true);
        try
        {
            var message = parser.WithDiscardUnknownFields(true).ParseFrom(payload.Span);
            Clean(message);
            return new CleanPayload(message.ToByteArray(), true);
        }
        catch (InvalidProtocolBufferException)
        {
            return new CleanPayload([], true);
        }
    }

    private static void Clean(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated && value is IList list) CleanAll(list);
            else if (value is IMessage inner) Clean(inner);
            else if (field.FieldType == FieldType.String && value is string text && Scrubber.Finds(text) && IsSet(field, message))
                field.Accessor.SetValue(message, Scrubber.Scrub(text));
        }
    }

    private static void CleanAll(IList list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is IMessage inner) Clean(inner);
            else if (list[i] is string text) list[i] = Scrubber.Scrub(text);
        }
    }

    private static bool IsSet(FieldDescriptor field, IMessage message) => !field.HasPresence || field.Accessor.HasValue(message);
}

using System.Globalization;
using System.Text.Json;

namespace CrmEdge.Edge.Core.Pairing;

/// <summary>
/// Reads what devices publish: <c>{"boot","seq","meter","quantity","at"}</c> or an array of these. Boot is a whole number of
/// 64 bits or text of 1 to 16 hexadecimal digits; quantity a number or decimal text; at RFC 3339 text or epoch seconds, and may
/// be
/// left out. Every refusal has a name, and one bad reading refuses the whole message: the device corrects and sends it again.
/// </summary>
public static class ReadingJson
{
    /// <summary>Readings of one message.</summary>
    public const int ReadingsMax = 200;

    private const decimal QuantityMax = 1_000_000_000;
    private const int QuantityDecimals = 6;
    private const int MeterCharsMax = 64;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads a payload.</summary>
    public static DeviceReadings Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, Strict);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return DeviceReadings.Wrong("payload_not_json", "The payload is no JSON, nests too deep or names a field twice.");
        }
    }

    private static DeviceReadings Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object) return Read([root]);
        if (root.ValueKind != JsonValueKind.Array)
            return DeviceReadings.Wrong("payload_no_reading", "The payload is neither a reading nor an array of them.");
        var count = root.GetArrayLength();
        if (count == 0) return DeviceReadings.Wrong("payload_empty", "The array holds no reading.");
        return count > ReadingsMax
            ? DeviceReadings.Wrong(
                "payload_too_many", $"The array holds more than {ReadingsMax} readings: send several messages.")
            : Read([.. root.EnumerateArray()]);
    }

    private static DeviceReadings Read(IReadOnlyList<JsonElement> elements)
    {
        var readings = new List<DeviceReading>(elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            var (reading, code, reason) = ReadOne(elements[i]);
            if (reading is null) return DeviceReadings.Wrong(code!, $"Reading {i + 1} of {elements.Count}: {reason}");
            readings.Add(reading);
        }
        return new DeviceReadings(readings, null, "");
    }

    private static (DeviceReading? Reading, string? Code, string Reason) ReadOne(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return (null, "payload_no_reading", "is no object.");
        var unknown =
            element.EnumerateObject().FirstOrDefault(p => p.Name is not ("boot" or "seq" or "meter" or "quantity" or "at"));
        if (unknown.Value.ValueKind != JsonValueKind.Undefined) return (
            null, "field_unknown", "the fields are boot, seq, meter, quantity and at.");
        foreach (var name in (string[])["boot", "seq", "meter", "quantity"])
            if (!element.TryGetProperty(name, out _)) return (null, $"{name}_missing", $"{name} is required.");
        if (!TryBoot(element.GetProperty("boot"), out var boot))
            return (null, "boot_invalid", "boot is a whole number of 64 bits, or text of 1 to 16 hexadecimal digits.");
        if (!TrySeq(element.GetProperty("seq"), out var seq)) return (null, "seq_invalid", "seq is a whole number from 1.");
        if (!TryMeter(element.GetProperty("meter"), out var meter))
            return (null, "meter_invalid", $"meter is text of 1 to {MeterCharsMax} printable ASCII characters.");
        if (!TryQuantity(element.GetProperty("quantity"), out var quantity))
            return (null, "quantity_invalid", $"quantity is from 0 to {QuantityMax} with up to {QuantityDecimals} decimals.");
        DateTimeOffset? at = null;
        if (element.TryGetProperty("at", out var time) && !TryTime(time, out at))
            return (null, "at_invalid", "at is RFC 3339 text with an offset, or epoch seconds.");
        return (new DeviceReading(boot, seq, meter, quantity, at), null, "");
    }

    private static bool TryBoot(JsonElement value, out ulong boot)
    {
        boot = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetUInt64(out boot),
            JsonValueKind.String => value.GetString() is { Length: > 0 and <= 16 } text
                && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out boot),
            _ => false,
        };
    }

    private static bool TrySeq(JsonElement value, out long seq)
    {
        seq = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out seq) && seq >= 1;
    }

    private static bool TryMeter(JsonElement value, out string meter)
    {
        meter = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return meter.Length is > 0 and <= MeterCharsMax && meter.All(c => c is > ' ' and <= '~');
    }

    private static bool TryQuantity(JsonElement value, out decimal quantity)
    {
        quantity = -1;
        var parsed = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out quantity),
            JsonValueKind.String =>
                decimal.TryParse(value.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quantity),
            _ => false,
        };
        return parsed && quantity is >= 0 and <= QuantityMax && decimal.Round(quantity, QuantityDecimals) == quantity;
    }

    private static bool TryTime(JsonElement value, out DateTimeOffset? at)
    {
        at = null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is >= 0 and <= 253_402_300_799)
            at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        else if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 20 } text
            && (text.EndsWith('Z') || text[^6] is '+' or '-') && value.TryGetDateTimeOffset(out var parsed))
            at = parsed;
        return at is not null;
    }
}

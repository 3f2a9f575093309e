namespace CrmEdge.Rules.Purchases;

/// <summary>Keeps the first thing that is wrong with a ticket, so that a check after it may read on with a stand-in.</summary>
internal sealed class FirstRefusal
{
    public TicketCode Code { get; private set; }

    public string? Field { get; private set; }

    public bool Unless(bool ok, TicketCode code, string field)
    {
        if (!ok && Code == TicketCode.Ok) (Code, Field) = (code, field);
        return ok;
    }

    /// <summary>Trimmed text; null where there is none.</summary>
    public string? Text(string? raw, int charactersMax, string field)
    {
        if (string.IsNullOrWhiteSpace(raw)) return null;
        var text = raw.Trim();
        Unless(text.Length <= charactersMax, TicketCode.TextTooLong, field);
        Unless(!text.Any(char.IsControl), TicketCode.TextMalformed, field);
        return text;
    }
}

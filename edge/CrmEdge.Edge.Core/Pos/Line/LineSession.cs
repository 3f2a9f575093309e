using System.Security.Cryptography;

namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>What a session asks its shell to do, in order.</summary>
public abstract record LineEffect
{
    private LineEffect()
    {
    }

    /// <summary>Put bytes on the line.</summary>
    /// <param name="Bytes">A frame, ACK or NAK.</param>
    public sealed record Send(ReadOnlyMemory<byte> Bytes) : LineEffect;

    /// <summary>Carry a request out and come back with <see cref="LineSession.Answered"/>.</summary>
    /// <param name="Request">The request.</param>
    public sealed record Execute(LineMessage Request) : LineEffect;

    /// <summary>Come back with <see cref="LineSession.TimedOut"/> after <see cref="LineSession.AckWait"/>.</summary>
    /// <param name="Attempt">Which sending the wait is for.</param>
    public sealed record Wait(long Attempt) : LineEffect;

    /// <summary>Note that something was refused before it became a request; not what it said, which may be a card number.</summary>
    /// <param name="Code">Why.</param>
    public sealed record Note(string Code) : LineEffect;
}

/// <summary>
/// The edge's side of one connection of the line protocol: a pure state machine. The till asks, one request at a time; each
/// side acknowledges frames and sends the last one again on NAK or silence. A repeated request gets its first answer again.
/// </summary>
public sealed class LineSession
{
    /// <summary>How long the other side may take to acknowledge a frame.</summary>
    public static readonly TimeSpan AckWait = TimeSpan.FromSeconds(2);

    /// <summary>How often a frame is sent before it is given up.</summary>
    public const int SendsMax = 3;

    /// <summary>The code of a damaged frame. It is not answered but with NAK: even its number may be wrong.</summary>
    public const string WrongLrc = "wrong_lrc";

    /// <summary>Answers kept for repeats.</summary>
    public const int AnswersMax = 8;

    private static readonly LineEffect SendAck = new LineEffect.Send(new[] { LineBytes.Ack });
    private static readonly LineEffect SendNak = new LineEffect.Send(new[] { LineBytes.Nak });
    private static readonly LineEffect NoteDamage = new LineEffect.Note(WrongLrc);

    private readonly Queue<Answer> _answers = new();
    private Request? _pending;
    private Unacknowledged? _sent;
    private long _attempts;

    /// <summary>What to do about a token from the line.</summary>
    /// <param name="token">The token.</param>
    /// <param name="payload">Its payload, for a frame.</param>
    public IReadOnlyList<LineEffect> Received(LineToken token, ReadOnlySpan<byte> payload)
    {
        switch (token)
        {
            case LineToken.Ack:
                _sent = null;
                return [];
            case LineToken.Nak:
                return SendAgain();
            case LineToken.WrongLrc:
                return [SendNak, NoteDamage];
            case LineToken.TooLong:
                return Refuse(LineMessage.NoType, 0, "message_too_long");
            case LineToken.Frame:
                return [SendAck, .. Framed(payload)];
            default:
                return [];
        }
    }

    /// <summary>The answer to the request that was to be carried out.</summary>
    public IReadOnlyList<LineEffect> Answered(LineMessage answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (_pending is not { } request || request.Number != answer.Number) return [];
        _pending = null;
        var payload = answer.Write();
        _answers.Enqueue(new Answer(request, payload));
        if (_answers.Count > AnswersMax) _answers.Dequeue();
        return Deliver(payload);
    }

    /// <summary>Nothing was acknowledged since a sending.</summary>
    public IReadOnlyList<LineEffect> TimedOut(long attempt) => _sent?.Attempt == attempt ? SendAgain() : [];

    private IReadOnlyList<LineEffect> Framed(ReadOnlySpan<byte> payload)
    {
        // Whoever asks the next thing has our last answer, or no longer waits for it.
        _sent = null;
        var wrong = LineMessage.TryRead(payload, out var message);
        if (wrong is not null) return Refuse(message.Number == 0 ? LineMessage.NoType : message.Type, message.Number, wrong);
        if (message.Number == 0) return Refuse(LineMessage.NoType, 0, "malformed_header");
        // A till that starts anew counts anew.
        if (message.Type == "HI" && _pending is null) _answers.Clear();
        var request = new Request(message.Number, Convert.ToHexString(SHA256.HashData(payload)));
        if (_pending is { } pending) return Meanwhile(pending, request, message);
        var known = _answers.FirstOrDefault(answer => answer.Request.Number == request.Number);
        if (known is not null && known.Request == request) return Deliver(known.Payload);
        if (known is not null) return Refuse(message.Type, message.Number, PosWords.MessageReused);
        _pending = request;
        return [new LineEffect.Execute(message)];
    }

    // The answer to a request in work is on its way: a repeat of it needs no other.
    private IReadOnlyList<LineEffect> Meanwhile(Request pending, Request request, LineMessage message) =>
        pending == request ? [] : Refuse(message.Type, message.Number, "busy");

    private IReadOnlyList<LineEffect> Deliver(byte[] payload)
    {
        _sent = new Unacknowledged(LineFrames.Write(payload), 0, 0);
        return SendAgain();
    }

    private IReadOnlyList<LineEffect> SendAgain()
    {
        if (_sent is not { } sent) return [];
        if (sent.Sends == SendsMax)
        {
            _sent = null;
            return [];
        }
        _sent = sent with { Sends = sent.Sends + 1, Attempt = ++_attempts };
        return [new LineEffect.Send(sent.Frame), new LineEffect.Wait(_attempts)];
    }

    private IReadOnlyList<LineEffect> Refuse(string type, int number, string code)
    {
        var refusal = new LineMessage(type, number, [new LineField("code", code), new LineField("say", LineWords.Say(code))]);
        return [.. Deliver(refusal.Write()), new LineEffect.Note(code)];
    }

    private sealed record Request(int Number, string Digest);

    private sealed record Answer(Request Request, byte[] Payload);

    private sealed record Unacknowledged(byte[] Frame, int Sends, long Attempt);
}

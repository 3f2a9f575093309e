namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>How an operation on a wallet ended. The names are the codes that callers see.</summary>
public enum WalletCode
{
    /// <summary>Done, now or before.</summary>
    Ok,

    /// <summary>No such wallet.</summary>
    WalletNotFound,

    /// <summary>An amount of nothing or less.</summary>
    AmountNotPositive,

    /// <summary>The id stands for something else already.</summary>
    IdReused,

    /// <summary>Not so much is there.</summary>
    FundsShort,

    /// <summary>No such pool, or it is not active.</summary>
    PoolNotFound,

    /// <summary>No such token, or it belongs elsewhere.</summary>
    TokenUnknown,

    /// <summary>The token is too old.</summary>
    TokenExpired,

    /// <summary>The token was used for something else.</summary>
    TokenUsed,

    /// <summary>The wallet has no one-time codes.</summary>
    OtpNotSetUp,

    /// <summary>The one-time code is wrong, or older than anybody remembers.</summary>
    OtpWrong,

    /// <summary>The one-time code was right minutes ago.</summary>
    OtpExpired,

    /// <summary>The one-time code, or a later one, was used before.</summary>
    OtpUsed,

    /// <summary>Too many wrong codes for this wallet: wait.</summary>
    WalletLocked,

    /// <summary>Too many wrong codes at this till: wait.</summary>
    TerminalLocked,

    /// <summary>The attempt that the claim was for is over.</summary>
    ClaimReleased,
}

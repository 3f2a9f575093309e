namespace CrmEdge.Kernel;

/// <summary>What a contact identification medium is.</summary>
public enum CimKind
{
    /// <summary>Payment card number, 12 to 19 digits with a valid check digit (ISO/IEC 7812-1).</summary>
    Card = 1,

    /// <summary>Phone number in E.164.</summary>
    Phone = 2,

    /// <summary>Email address.</summary>
    Email = 3,

    /// <summary>Loyalty identifier, such as a membership number.</summary>
    Loyalty = 4,

    /// <summary>Code of a gift pass.</summary>
    GiftPass = 5,
}

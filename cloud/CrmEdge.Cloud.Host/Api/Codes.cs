namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// Codes of refusals that every slice shares; slices keep their own beside them. Clients match on them: never reuse one.
/// </summary>
internal static class Codes
{
    public const string InvalidRequest = "CRM.EXCEPTIONS.INVALIDREQUESTEXCEPTION";
    public const string Validation = "CRM.EXCEPTIONS.VALIDATIONEXCEPTION";
    public const string Unauthorized = "CRM.EXCEPTIONS.UNAUTHORIZEDEXCEPTION";
    public const string Forbidden = "CRM.EXCEPTIONS.FORBIDDENEXCEPTION";
    public const string NotFound = "CRM.EXCEPTIONS.NOTFOUNDEXCEPTION";
    public const string TooManyRequests = "CRM.EXCEPTIONS.TOOMANYREQUESTSEXCEPTION";
    public const string TooManyRefusals = "CRM.EXCEPTIONS.TOOMANYREFUSALSEXCEPTION";
    public const string TooLarge = "CRM.EXCEPTIONS.REQUESTTOOLARGEEXCEPTION";
    public const string IdExists = "CRM.EXCEPTIONS.IDALREADYEXISTSEXCEPTION";
    public const string CodeExists = "CRM.EXCEPTIONS.CODEALREADYEXISTSEXCEPTION";
    public const string PriceExists = "CRM.EXCEPTIONS.PRICEALREADYEXISTSEXCEPTION";
    public const string Immutable = "CRM.EXCEPTIONS.IMMUTABLEATTRIBUTEEXCEPTION";
    public const string ConcurrentUpdate = "CRM.EXCEPTIONS.CONCURRENTUPDATEEXCEPTION";
    public const string Internal = "CRM.EXCEPTIONS.INTERNALEXCEPTION";
    public const string Unavailable = "CRM.EXCEPTIONS.SERVICEUNAVAILABLEEXCEPTION";
}

using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Sync;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Refusals as they travel to edges.</summary>
internal static class Refusals
{
    public static Contracts.Common.Refusal Of(EdgeCode code) => new()
    {
        Code = WireName.Of(code), Message = EdgeRefusals.Message(code), Retry = EdgeRefusals.MayRetry(code),
    };
}

using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;

namespace CrmEdge.Cloud.Host.Subscriptions;

internal static class SubscriptionsModule
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services) => services
        .AddRecordStore<Subscription, SubscriptionStore>()
        .AddRecordStore<SubscribedService, SubscribedServiceStore>()
        .AddRecordStore<CreditTerms, CreditTermsStore>()
        .AddFactStore<Payment, PaymentStore>();

    public static void MapSubscriptions(this IEndpointRouteBuilder backOffice)
    {
        SubscriptionsApi.Map(backOffice);
        AccountsApi.Map(backOffice);
    }
}

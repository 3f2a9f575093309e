namespace CrmEdge.Cloud.Host.Contacts;

internal static class ContactsModule
{
    public static IServiceCollection AddContacts(this IServiceCollection services) => services
        .AddSingleton<ContactFinder>()
        .AddSingleton<WalletOpening>()
        .AddHostedService(s => s.GetRequiredService<WalletOpening>());

    public static void MapContacts(this IEndpointRouteBuilder backOffice)
    {
        ContactsApi.Map(backOffice);
        ContactCimsApi.Map(backOffice);
    }
}

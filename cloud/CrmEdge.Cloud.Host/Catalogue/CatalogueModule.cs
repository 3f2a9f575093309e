namespace CrmEdge.Cloud.Host.Catalogue;

internal static class CatalogueModule
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) => services.AddSingleton<SkuDirectory>();

    public static void MapCatalogue(this IEndpointRouteBuilder backOffice) => ProductsApi.Map(backOffice);
}

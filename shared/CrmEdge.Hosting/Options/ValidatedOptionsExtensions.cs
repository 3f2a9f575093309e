using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Hosting.Options;

/// <summary>Options that are checked, all of them at once, before anything starts.</summary>
public static class ValidatedOptionsExtensions
{
    /// <summary>Binds a section to <c>IOptions&lt;T&gt;</c>. Its values, data annotations and keys are checked by
    /// <see cref="ThrowOnMistakes"/>, and when the host starts in any case.</summary>
    /// <typeparam name="T">The options: settable properties with defaults and data annotations.</typeparam>
    /// <param name="services">The executable's services.</param>
    /// <param name="section">The section's key, such as <c>Sync</c> or <c>Sync:Retry</c>.</param>
    public static IServiceCollection AddValidatedOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton(new ValidatedSection(section, typeof(T)));
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Looks at every section given to <see cref="AddValidatedOptions{T}"/>.</summary>
    /// <param name="services">The built services.</param>
    /// <exception cref="ConfigurationErrorsException">Naming every mistake of every section.</exception>
    public static void ThrowOnMistakes(this IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var errors = services.GetServices<ValidatedSection>().SelectMany(s => s.Errors(configuration)).ToList();
        if (errors.Count > 0) throw new ConfigurationErrorsException(errors);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Hosting.Options;

/// <summary>Options that are checked, all of them at once, before anything starts.</summary>
public static class ValidatedOptionsExtensions
{
    private const string FrameworkLogs = "Logging";

    /// <summary>Binds a section to <c>IOptions&lt;T&gt;</c>. Its values, data annotations and keys are checked by
    /// <see cref="ThrowOnMistakes(IServiceProvider)"/>, and when the host starts in any case.</summary>
    /// <typeparam name="T">The options: settable properties with defaults and data annotations.</typeparam>
    /// <param name="services">The executable's services.</param>
    /// <param name="section">The section's key, such as <c>Sync</c> or <c>Sync:Retry</c>.</param>
    public static IServiceCollection AddValidatedOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddCheckedSection<T>(section).AddOptions<T>()
            .BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Has <see cref="ThrowOnMistakes(IServiceProvider)"/> check a section that is bound elsewhere.</summary>
    /// <typeparam name="T">As in <see cref="AddValidatedOptions{T}"/>.</typeparam>
    /// <param name="services">The executable's services.</param>
    /// <param name="section">The section's key.</param>
    public static IServiceCollection AddCheckedSection<T>(this IServiceCollection services, string section)
        where T : class => services.AddSingleton(new ValidatedSection(section, typeof(T)));

    /// <summary>Looks at every section given to <see cref="AddValidatedOptions{T}"/>.</summary>
    /// <param name="services">The built services.</param>
    /// <exception cref="ConfigurationErrorsException">Naming every mistake of every section.</exception>
    public static void ThrowOnMistakes(this IServiceProvider services) => services.ThrowOnMistakes([]);

    /// <summary>Looks at every section, and at the settings of a command line: one that nobody reads is a mistake too.</summary>
    /// <param name="services">The built services.</param>
    /// <param name="arguments">The command line, without the words of the command.</param>
    /// <exception cref="ConfigurationErrorsException">Naming every mistake.</exception>
    public static void ThrowOnMistakes(this IServiceProvider services, IReadOnlyList<string> arguments)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var sections = services.GetServices<ValidatedSection>().ToList();
        var errors = SettingArguments.Errors(arguments, [FrameworkLogs, .. sections.Select(s => s.Name)])
            .Concat(sections.SelectMany(s => s.Errors(configuration))).ToList();
        if (errors.Count > 0) throw new ConfigurationErrorsException(errors);
    }
}

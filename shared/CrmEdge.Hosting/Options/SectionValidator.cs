using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace CrmEdge.Hosting.Options;

/// <summary>Finds every mistake in a section without stopping at the first: values that cannot be read, values out of
/// range, keys that do not exist.</summary>
internal sealed class SectionValidator
{
    private const int DepthMax = 8;
    private const int SimilarMax = 2;
    private static readonly string[] SecretWords = ["password", "secret", "token", "apikey", "connectionstring", "privatekey"];

    public IEnumerable<string> Errors(IConfigurationSection section, Type type, int depth = 0)
    {
        var properties = Settable(type);
        var unknown = section.GetChildren().Where(c => !properties.ContainsKey(c.Key)).Select(c => Unknown(c, properties.Keys));
        var whole = WholeErrors(section, type, properties.Values);
        var single = properties.Values.SelectMany(p => PropertyErrors(section.GetSection(p.Name), p, type, depth));
        return unknown.Concat(single).Concat(whole);
    }

    private static Dictionary<string, PropertyInfo> Settable(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetIndexParameters().Length == 0 && (p.CanWrite || IsGroup(p.PropertyType) || IsList(p.PropertyType)))
        .ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    private IEnumerable<string> PropertyErrors(IConfigurationSection section, PropertyInfo property, Type owner, int depth)
    {
        if (IsList(property.PropertyType)) return depth < DepthMax ? ListErrors(section, property.PropertyType, depth + 1) : [];
        if (IsGroup(property.PropertyType)) return depth < DepthMax ? Errors(section, property.PropertyType, depth + 1) : [];
        if (section.Value is not { } text) return AttributeErrors(section, property, DefaultOf(owner, property), isGiven: false);
        return TryRead(text, property.PropertyType, out var value)
            ? AttributeErrors(section, property, value, isGiven: true)
            : [$"{Key(section)} = {Shown(text, property)} cannot be read: write {Wanted(property)}."];
    }

    private IEnumerable<string> ListErrors(IConfigurationSection section, Type list, int depth)
    {
        var item = list.GetElementType() ?? list.GetGenericArguments().FirstOrDefault();
        return item is null || !IsGroup(item) ? [] : section.GetChildren().SelectMany(child => Errors(child, item, depth));
    }

    private static IEnumerable<string> AttributeErrors(
        IConfigurationSection section, PropertyInfo property, object? value, bool isGiven)
    {
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            var context = new ValidationContext(new object()) { DisplayName = property.Name, MemberName = property.Name };
            if (rule.GetValidationResult(value, context) is not { } broken || broken == ValidationResult.Success) continue;
            var advice = rule.ErrorMessage is null ? $"write {Wanted(property)}" : broken.ErrorMessage!.TrimEnd('.');
            yield return value is null or "" ? $"{Key(section)} is missing: {advice}."
                : $"{Key(section)} = {Shown(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", property)}" +
                  $"{(isGiven ? "" : " (the default)")} is not allowed: {advice}.";
        }
    }

    /// <summary>Rules over several properties (<see cref="IValidatableObject"/>), once each property alone is right.</summary>
    private IEnumerable<string> WholeErrors(IConfigurationSection section, Type type, IEnumerable<PropertyInfo> properties)
    {
        if (!typeof(IValidatableObject).IsAssignableFrom(type)) return [];
        if (properties.SelectMany(p => PropertyErrors(section.GetSection(p.Name), p, type, DepthMax)).Any()) return [];
        var bound = Activator.CreateInstance(type)!;
        section.Bind(bound);
        return ((IValidatableObject)bound).Validate(new ValidationContext(bound))
            .Select(broken => $"{Key(section, broken.MemberNames.FirstOrDefault())}: {broken.ErrorMessage}");
    }

    private static string Unknown(IConfigurationSection child, IEnumerable<string> known)
    {
        var near = known.Select(k => (Name: k, Distance: Similarity.Distance(k, child.Key)))
            .Where(k => k.Distance <= SimilarMax).OrderBy(k => k.Distance).Select(k => k.Name).FirstOrDefault();
        var advice = near is null ? "remove it" : $"write {near}";
        return $"{Key(child)} is no setting: {advice}. Known here: {string.Join(", ", known.Order())}.";
    }

    private static string Key(IConfigurationSection section, string? member = null)
    {
        var path = member is null ? section.Path : $"{section.Path}:{member}";
        return $"{path} (environment {path.Replace(":", "__", StringComparison.Ordinal)})";
    }

    private static string Shown(string value, PropertyInfo property)
    {
        var secret = property.IsDefined(typeof(SecretAttribute))
            || SecretWords.Any(word => property.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
        return secret ? "(secret)" : $"\"{value}\"";
    }

    private static string Wanted(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var kind = type switch
        {
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
            _ when type == typeof(Uri) => "an address such as https://host:8443",
            _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ when type == typeof(decimal) || type == typeof(double) || type == typeof(float) => "a number",
            _ when type.IsPrimitive => "a whole number",
            _ => "a text",
        };
        return kind + string.Concat(property.GetCustomAttributes<ValidationAttribute>().Select(rule => rule switch
        {
            RangeAttribute limits => $" from {limits.Minimum} to {limits.Maximum}",
            StringLengthAttribute size => $" of {size.MinimumLength} to {size.MaximumLength} characters",
            RegularExpressionAttribute shape => $" that matches {shape.Pattern}",
            _ => "",
        }));
    }

    private static bool TryRead(string text, Type type, out object? value)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            value = target == typeof(string) ? text
                : text.Length == 0 && target != type ? null
                : target == typeof(Uri) ? new Uri(text, UriKind.Absolute)
                : TypeDescriptor.GetConverter(target).ConvertFromInvariantString(text);
            return !target.IsEnum || value is null || Enum.IsDefined(target, value) || target.IsDefined(typeof(FlagsAttribute));
        }
        catch (Exception unreadable)
            when (unreadable is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            value = null;
            return false;
        }
    }

    private static object? DefaultOf(Type owner, PropertyInfo property) => property.GetValue(Activator.CreateInstance(owner));

    private static bool IsGroup(Type type) =>
        type.IsClass && type != typeof(string) && type != typeof(Uri) && !IsList(type)
        && type.GetConstructor(Type.EmptyTypes) is not null;

    private static bool IsList(Type type) =>
        type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
}

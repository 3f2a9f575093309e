using System.ComponentModel.DataAnnotations;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class ValidatedOptionsTests
{
    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
        services.AddValidatedOptions<SyncOptions>("Sync").AddValidatedOptions<VaultOptions>("Vault");
        return services.BuildServiceProvider();
    }

    private static IReadOnlyList<string> Mistakes(params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] right = [("Sync:Cloud", "https://cloud:8443"), ("Vault:ApiToken", "0123456789")];
        using var services = Build([.. right.ExceptBy(settings.Select(s => s.Key), s => s.Key), .. settings]);
        return Record.Exception(services.ThrowOnMistakes) is ConfigurationErrorsException mistakes ? mistakes.Errors : [];
    }

    [Fact]
    public void Right_settings_pass_and_are_bound()
    {
        using var services = Build(("Sync:Cloud", "https://cloud:8443"), ("Sync:BatchRows", "7"), ("Sync:Pause", "00:00:05"),
            ("Sync:Mode", "lazy"), ("Sync:Retry:Tries", "2"), ("Sync:Stores:0", "a"), ("Vault:ApiToken", "0123456789"));
        services.ThrowOnMistakes();
        var sync = services.GetRequiredService<IOptions<SyncOptions>>().Value;
        Assert.Equal((7, TimeSpan.FromSeconds(5), Mode.Lazy, 2, "a"),
            (sync.BatchRows, sync.Pause, sync.Mode, sync.Retry.Tries, sync.Stores[0]));
    }

    [Fact]
    public void Every_mistake_of_every_section_is_told_at_once()
    {
        using var services = Build(("Sync:BatchRows", "many"), ("Sync:Pause", "01:00:00"), ("Sync:Mode", "eager"),
            ("Sync:Retry:Tries", "0"), ("Sync:BatchRow", "5"), ("Vault:ApiToken", "short"));
        var thrown = Assert.Throws<ConfigurationErrorsException>(services.ThrowOnMistakes);
        Assert.Equal(
        [
            "Sync:BatchRow (environment Sync__BatchRow) is no setting: write BatchRows. " +
            "Known here: BatchRows, Cloud, Mode, Pause, Peers, Retry, Stores.",
            "Sync:BatchRows (environment Sync__BatchRows) = \"many\" cannot be read: write a whole number from 1 to 500.",
            "Sync:Cloud (environment Sync__Cloud) is missing: write an address such as https://host:8443.",
            "Sync:Mode (environment Sync__Mode) = \"eager\" cannot be read: write one of Steady, Lazy.",
            "Sync:Pause (environment Sync__Pause) = \"01:00:00\" is not allowed: " +
            "write a time span such as 00:00:30 from 00:00:01 to 00:01:00.",
            "Sync:Retry:Tries (environment Sync__Retry__Tries) = \"0\" is not allowed: write a whole number from 1 to 9.",
            "Vault:ApiToken (environment Vault__ApiToken) = (secret) is not allowed: write a text of 10 to 64 characters.",
        ], thrown.Errors.Order());
        Assert.StartsWith("Mistakes in the configuration: 7\n", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sync:BatchRows", "99999999999", "cannot be read")]
    [InlineData("Sync:BatchRows", "", "cannot be read")]
    [InlineData("Sync:Mode", "7", "cannot be read")]
    [InlineData("Sync:Cloud", "not an address", "cannot be read")]
    [InlineData("Sync:Pause", "tomorrow", "cannot be read")]
    [InlineData("Sync:Retry:Tires", "1", "write Tries")]
    [InlineData("Sync:Peers:0:Tires", "1", "Sync:Peers:0:Tires (environment Sync__Peers__0__Tires) is no setting: write Tries")]
    [InlineData("Sync:Peers:1:Tries", "10", "write a whole number from 1 to 9")]
    [InlineData("Sync:Zzz", "1", "remove it")]
    [InlineData("Vault:Low", "9", "Low must be below High")]
    public void Each_kind_of_mistake_has_its_own_words(string key, string value, string words) =>
        Assert.Contains(words, Assert.Single(Mistakes((key, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "--Sync:BatchRows=7", "--Sync:Pause", "00:00:05", "--logging:LogLevel:Default=Debug")]
    [InlineData("runn is no setting: settings are written --Section:Key=value. See --help for the commands.", "runn")]
    [InlineData("--Sync:BatchRows has no value: write --Sync:BatchRows=value.", "--Sync:BatchRows", "--Sync:Pause=00:00:05")]
    [InlineData("--Sync:BatchRows has no value: write --Sync:BatchRows=value.", "--Sync:BatchRows")]
    [InlineData("Snyc:BatchRows is no setting: write Sync:BatchRows. Sections here: Logging, Sync, Vault.", "--Snyc:BatchRows=7")]
    [InlineData("Synchrony:Rows is no setting: remove it. Sections here: Logging, Sync, Vault.", "--Synchrony:Rows=7")]
    public void Each_word_of_a_command_line_that_nobody_would_read_is_named(string mistake, params string[] words)
    {
        using var services = Build(("Sync:Cloud", "https://cloud:8443"), ("Vault:ApiToken", "0123456789"));
        var thrown = Record.Exception(() => services.ThrowOnMistakes(words)) as ConfigurationErrorsException;
        Assert.Equal(mistake, string.Join('\n', thrown?.Errors ?? []));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_in_a_sentence()
    {
        var errors = new StringWriter();
        var code = await Executable.RunAsync(() => throw new FileNotFoundException("Could not find file '/x'."), errors);
        Assert.Equal((69, "Could not find file '/x'. Make it, give us the right to it, or configure another path.\n"),
            (code, errors.ToString()));
    }

    [Fact]
    public async Task A_wrong_configuration_ends_with_78_and_without_a_stack_trace()
    {
        await using var services = Build(("Sync:Mode", "eager"), ("Vault:ApiToken", "0123456789"));
        var errors = new StringWriter();
        var code = await Executable.RunAsync(() =>
        {
            services.ThrowOnMistakes();
            return Task.CompletedTask;
        }, errors);
        Assert.Equal(78, code);
        Assert.Contains("Sync:Mode", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_keeps_its_stack_trace_but_not_its_secrets()
    {
        var errors = new StringWriter();
        var code = await Executable.RunAsync(() => throw new InvalidOperationException("Host=db;Password=hunter2;x"), errors);
        Assert.Equal(70, code);
        Assert.Contains("   at ", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors.ToString(), StringComparison.Ordinal);
    }

    private enum Mode
    {
        Steady,
        Lazy,
    }

    private sealed class SyncOptions
    {
        [Required] public Uri? Cloud { get; set; }

        [Range(1, 500)] public int BatchRows { get; set; } = 200;

        [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

        public Mode Mode { get; set; }

        public RetryOptions Retry { get; set; } = new();

        public IList<string> Stores { get; } = [];

        public IList<RetryOptions> Peers { get; } = [];
    }

    private sealed class RetryOptions
    {
        [Range(1, 9)] public int Tries { get; set; } = 3;
    }

    private sealed class VaultOptions : IValidatableObject
    {
        [Required, StringLength(64, MinimumLength = 10)] public string ApiToken { get; set; } = "";

        public int Low { get; set; } = 1;

        public int High { get; set; } = 5;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Low >= High) yield return new ValidationResult("Low must be below High.", [nameof(Low)]);
        }
    }
}

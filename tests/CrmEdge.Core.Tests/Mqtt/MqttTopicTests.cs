using CrmEdge.Mqtt.Topics;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

public sealed class MqttTopicTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a", "a/b", false)]
    [InlineData("a/b", "a", false)]
    [InlineData("/a", "a", false)]
    [InlineData("a/", "a", false)]
    [InlineData("a/", "a/", true)]
    [InlineData("+", "a", true)]
    [InlineData("+", "/a", false)]
    [InlineData("+/+", "/a", true)]
    [InlineData("/+", "/a", true)]
    [InlineData("+", "a/b", false)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/", true)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+/c", "a/b/b/c", false)]
    [InlineData("#", "a", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("a/+/#", "a", false)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/x", "$SYS/x", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("$SYS/+", "$SYS/x", true)]
    [InlineData("a/#", "a/$x", true)]
    [InlineData("a/+", "a/$x", true)]
    public void A_filter_takes_a_topic_as_the_standard_says(string filter, string topic, bool matches)
    {
        Assert.Equal(matches, MqttTopic.Matches(filter, topic));
        Assert.Equal(matches ? ["k"] : [], Matched(Tree([filter]), topic));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData("a b/ä", true)]
    [InlineData("", false)]
    [InlineData("a+", false)]
    [InlineData("#", false)]
    [InlineData("a\0", false)]
    public void A_topic_name_is_valid_or_not(string topic, bool valid) => Assert.Equal(valid, MqttTopic.IsValidName(topic));

    [Theory]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("a/+/b/#", true)]
    [InlineData("/#", true)]
    [InlineData("//", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("+a", false)]
    [InlineData("a/b+/c", false)]
    [InlineData("##", false)]
    [InlineData("a\0", false)]
    public void A_filter_is_valid_or_not(string filter, bool valid) => Assert.Equal(valid, MqttTopic.IsValidFilter(filter));

    [Fact]
    public void A_name_has_at_most_65535_bytes()
    {
        Assert.True(MqttTopic.IsValidName(new string('a', 65_535)));
        Assert.False(MqttTopic.IsValidName(new string('a', 65_536)));
        Assert.False(MqttTopic.IsValidName(new string('ä', 32_768)));
    }

    [Fact]
    public void The_tree_finds_what_comparing_with_every_filter_finds() => Check.One(
        Properties.Of(500),
        Prop.ForAll(Properties.Seeds, seed =>
        {
            var random = new Random(seed);
            var filters = Enumerable.Range(0, 12)
                .Select(_ => Path(random, ["a", "b", "", "+", "$s"], random.Next(3) == 0)).ToList();
            var gone = filters.Where(_ => random.Next(4) == 0).Distinct().ToList();
            var tree = new TopicTree<string, int>();
            foreach (var filter in filters) tree.Set(filter, filter, 0);
            Assert.All(gone, filter => Assert.True(tree.Remove(filter, filter)));
            Assert.All(gone, filter => Assert.False(tree.Remove(filter, filter)));

            var topic = Path(random, ["a", "b", "", "$s"], hash: false);
            if (topic.Length == 0) topic = "/";
            var expected = filters.Distinct().Except(gone).Where(f => MqttTopic.Matches(f, topic)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, Matched(tree, topic));
        }));

    [Fact]
    public void A_subscription_is_replaced_not_doubled()
    {
        var tree = Tree(["a/+"]);
        Assert.False(tree.Set("a/+", "k", 2));
        Assert.True(tree.Set("a/+", "other", 3));
        var found = new List<KeyValuePair<string, int>>();
        tree.Match("a/b", found);
        Assert.Equal([new("k", 2), new("other", 3)], found.OrderBy(f => f.Value));
    }

    private static string Path(Random random, string[] levels, bool hash)
    {
        var path = string.Join('/', random.GetItems(levels, random.Next(1, 4)));
        return hash ? path.Length == 0 ? "#" : path + "/#" : path.Length == 0 ? "/" : path;
    }

    private static TopicTree<string, int> Tree(string[] filters)
    {
        var tree = new TopicTree<string, int>();
        foreach (var filter in filters) tree.Set(filter, "k", 1);
        return tree;
    }

    private static IEnumerable<string> Matched(TopicTree<string, int> tree, string topic)
    {
        var found = new List<KeyValuePair<string, int>>();
        tree.Match(topic, found);
        return found.Select(f => f.Key).Order(StringComparer.Ordinal);
    }
}

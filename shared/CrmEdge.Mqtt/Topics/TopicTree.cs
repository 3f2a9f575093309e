namespace CrmEdge.Mqtt.Topics;

/// <summary>
/// Subscriptions by topic filter; a look-up costs the depth of the topic, not the number of subscribers. Not thread safe.
/// Recursion is as deep as the deepest filter, so the caller bounds the levels of what it sets.
/// </summary>
internal sealed class TopicTree<TKey, TValue> where TKey : notnull
{
    private readonly Node _root = new();

    /// <summary>True when the subscription is new, false when it replaced the former one of the same key.</summary>
    public bool Set(string filter, TKey key, TValue value)
    {
        var node = _root;
        foreach (var level in filter.Split('/')) node = node.Child(level);
        var isNew = !node.Subscribers.ContainsKey(key);
        node.Subscribers[key] = value;
        return isNew;
    }

    /// <summary>False when there was none. Branches left empty are cut.</summary>
    public bool Remove(string filter, TKey key) => Remove(_root, filter.Split('/'), key);

    /// <summary>Adds every subscription whose filter takes the topic; a key with several such filters comes as often.</summary>
    public void Match(string topic, ICollection<KeyValuePair<TKey, TValue>> found) =>
        Match(_root, topic, isRoot: true, topicEnds: false, found);

    private static bool Remove(Node node, ReadOnlySpan<string> levels, TKey key)
    {
        if (levels.IsEmpty) return node.Subscribers.Remove(key);
        if (!node.Children.TryGetValue(levels[0], out var child) || !Remove(child, levels[1..], key)) return false;
        if (child.IsEmpty) node.Children.Remove(levels[0]);
        return true;
    }

    private static void Match(
        Node node, ReadOnlySpan<char> rest, bool isRoot, bool topicEnds, ICollection<KeyValuePair<TKey, TValue>> found)
    {
        // MQTT-4.7.2-1: wildcards of the first level take no $ topic.
        var wildcards = !(isRoot && rest.StartsWith("$"));
        if (wildcards && node.Children.TryGetValue("#", out var all)) Collect(all, found);
        if (topicEnds)
        {
            Collect(node, found);
            return;
        }

        var level = MqttTopic.NextLevel(ref rest, out var last);
        if (wildcards && node.Children.TryGetValue("+", out var any)) Match(any, rest, isRoot: false, last, found);
        var lookup = node.Children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(level, out var exact)) Match(exact, rest, isRoot: false, last, found);
    }

    private static void Collect(Node node, ICollection<KeyValuePair<TKey, TValue>> found)
    {
        foreach (var subscriber in node.Subscribers) found.Add(subscriber);
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public Dictionary<TKey, TValue> Subscribers { get; } = [];

        public bool IsEmpty => Children.Count == 0 && Subscribers.Count == 0;

        public Node Child(string level)
        {
            if (!Children.TryGetValue(level, out var child)) Children[level] = child = new Node();
            return child;
        }
    }
}

using System.Globalization;

namespace CrmEdge.Simulators.Demo;

/// <summary>What a person sees while the story plays.</summary>
internal sealed class Screen(TextWriter output, bool isTerminal, TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();

    public void Title(string text) => Write($"\n{Paint("1", text)}");

    /// <summary>A step of the story begins.</summary>
    public void Step(string text) => Write($"\n{Clock} {Paint("1;36", text)}");

    public void Say(string text) => Write($"        {text}");

    public void Claim(bool holds, string text) =>
        Write($"  {(holds ? Paint("32", "✓") : Paint("1;31", "✗"))} {text}");

    public void Wrong(string text) => Write(Paint("1;31", text));

    private string Clock
    {
        get
        {
            var passed = time.GetElapsedTime(_begun);
            return string.Create(CultureInfo.InvariantCulture, $"{(int)passed.TotalMinutes,3}:{passed.Seconds:00} ");
        }
    }

    private string Paint(string colour, string text) => isTerminal ? $"\e[{colour}m{text}\e[0m" : text;

    private void Write(string line)
    {
        try
        {
            output.WriteLine(line);
            output.Flush();
        }
        catch (IOException)
        {
            // The terminal was closed: nobody looks, and everything is about to be stopped.
        }
    }
}

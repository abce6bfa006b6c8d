namespace Cti.EndToEnd.Campaigns;

/// <summary>Objects on their way: in any order, so that hours come late, some of them twice, several in one second.</summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(80);
    private readonly Queue<(string Key, byte[] Content, DateTime Modified)> _left = [];
    private readonly Place _place;

    public Arrivals(Place place, IEnumerable<RawObject> objects, Random random)
    {
        _place = place;
        RawObject[] order = [.. objects.SelectMany(o => Enumerable.Repeat(o, o.Versions.Count))];
        random.Shuffle(order);
        Dictionary<string, int> versions = [];
        DateTime second = new(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        foreach (RawObject arriving in order)
        {
            int version = versions.GetValueOrDefault(arriving.Key);
            versions[arriving.Key] = version + 1;
            _left.Enqueue((arriving.Key, arriving.Versions[version], second.AddSeconds(-random.Next(3))));
        }
    }

    /// <summary>Objects that are still to come.</summary>
    public int Left => _left.Count;

    /// <summary>Lets some come, all at once.</summary>
    public async Task ComeAsync(int count)
    {
        for (; count > 0 && _left.TryDequeue(out (string Key, byte[] Content, DateTime Modified) next); count--)
            await _place.PutAsync(next.Key, next.Content, next.Modified);
    }

    /// <summary>Lets some come one by one.</summary>
    public async Task ComeSlowlyAsync(int[] pauses)
    {
        foreach (int pause in pauses)
        {
            await Task.Delay(pause);
            await ComeAsync(1);
        }
    }

    /// <summary>Pauses before so many objects, in milliseconds.</summary>
    public static int[] Pauses(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next((int)s_longestPause.TotalMilliseconds))];
}

using System.Globalization;
using Cti.Generator.Output;
using Cti.Generator.Randomness;

namespace Cti.Generator.Events;

/// <summary>Writes any number of events in bounded memory, and knows what must become of each.</summary>
public sealed class EventsGenerator
{
    private const int RepeatDistance = 1000;

    private readonly EventsOptions _options;
    private readonly Xoshiro256 _random;
    private readonly EventFactory _factory;
    private readonly Reservoir<EventGroup> _groups;
    private readonly Queue<(long Row, EventGroup Group, int Index)> _laterRepeats = new();
    private readonly Truth _truth;

    private EventsGenerator(EventsOptions options)
    {
        _options = options;
        _random = new Xoshiro256(options.Seed);
        _factory = new EventFactory(options, _random);
        _groups = new Reservoir<EventGroup>(_random);
        _truth = new Truth
        {
            Dataset = "events",
            Seed = options.Seed,
            Month = options.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Writes the rows.</summary>
    /// <param name="options">Without violations.</param>
    /// <param name="writer">Takes the file; the caller closes it.</param>
    /// <param name="expected">Takes the rows that must be written, in order and in normal form; null where nobody asks. The caller closes it.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <returns>What the file holds.</returns>
    public static Truth Generate(EventsOptions options, CsvRowWriter writer, CsvRowWriter? expected, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(writer);
        return new EventsGenerator(options).Write(writer, expected, cancellation);
    }

    private Truth Write(CsvRowWriter writer, CsvRowWriter? expected, CancellationToken cancellation)
    {
        EventRowWriter rows = new(writer);
        WrittenEvents written = new(_truth, expected);
        long duplicate = Xoshiro256.Threshold(_options.Duplicates);
        long clash = duplicate + Xoshiro256.Threshold(_options.Clashes);
        long clashTwice = clash + Xoshiro256.Threshold(_options.Abb);
        rows.WriteHeader();
        for (long row = 0; row < _options.Rows; row++)
        {
            if ((row & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            long kind = _random.NextFraction();
            EventContent content =
                _laterRepeats.TryPeek(out var later) && later.Row <= row ? RepeatLater()
                : kind >= clashTwice || _groups.IsEmpty ? New(written)
                : kind < duplicate ? Repeat(_groups.Pick())
                : Clash(_groups.Pick(), written, twice: kind >= clash, row);
            rows.Write(content);
        }

        written.Finish();
        _truth.Bytes = writer.Bytes;
        return _truth;
    }

    private EventContent New(WrittenEvents written)
    {
        EventContent content = _factory.Create();
        bool isWritten = Judge(content);
        if (isWritten) written.Add(content, isReassigned: false);
        _groups.Offer((content, isWritten), state => new EventGroup(state.content) { HoldsId = state.isWritten });
        return content;
    }

    private EventContent Clash(EventGroup group, WrittenEvents written, bool twice, long row)
    {
        if (!group.HasUnused) return Repeat(group);
        int index = group.UseNext();
        EventContent content = group.Content(index, _options.Month);
        if (Judge(content))
        {
            written.Add(content, isReassigned: group.HoldsId);
            group.HoldsId = true;
        }

        // Equal distances keep the queue in order of rows.
        if (twice) _laterRepeats.Enqueue((row + (_laterRepeats.Count == 0 && row % 2 == 0 ? 1 : RepeatDistance), group, index));
        return content;
    }

    private EventContent RepeatLater()
    {
        (_, EventGroup group, int index) = _laterRepeats.Dequeue();
        return Repeat(group.Content(index, _options.Month));
    }

    private EventContent Repeat(EventGroup group) => Repeat(group.Content(_random.NextBelow(group.Used), _options.Month));

    private EventContent Repeat(in EventContent content)
    {
        // The earlier one went the same way: what was bad or of another month still is, and what was good is a duplicate.
        if (Judge(content)) _truth.Counts.Duplicates++;
        return _factory.Repeat(content);
    }

    /// <summary>Counts what the stages before deduplication remove: validation comes before the month.</summary>
    private bool Judge(in EventContent content)
    {
        if (content.Fault != EventField.None) _truth.Reject(EventFaults.Reason(content));
        else if (content.IsOtherMonth) _truth.Counts.Filtered++;
        else return true;
        return false;
    }
}

using Cti.Generator.Output;
using Cti.Generator.Randomness;
using Cti.Generator.Vocabulary;

namespace Cti.Generator.Interactions;

/// <summary>Writes any number of interactions in bounded memory, and knows what must become of each.</summary>
public sealed class InteractionsGenerator
{
    private static readonly DateOnly FirstDay = new(2024, 1, 1);

    private readonly InteractionsOptions _options;
    private readonly CsvRowWriter _writer;
    private readonly Xoshiro256 _random;
    private readonly Reservoir<Interaction> _interactions;
    private readonly Truth _truth;
    private readonly TextBuffer _text = new();
    private long _complete;

    private InteractionsGenerator(InteractionsOptions options, CsvRowWriter writer)
    {
        _options = options;
        _writer = writer;
        _random = new Xoshiro256(options.Seed);
        _interactions = new Reservoir<Interaction>(_random);
        _truth = new Truth { Dataset = "interactions", Seed = options.Seed };
    }

    /// <summary>Writes the rows; the caller closes the writer.</summary>
    /// <param name="options">Without violations.</param>
    /// <param name="writer">Takes the file.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <returns>What the file holds.</returns>
    public static Truth Generate(InteractionsOptions options, CsvRowWriter writer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(writer);
        return new InteractionsGenerator(options, writer).Write(cancellation);
    }

    private Truth Write(CancellationToken cancellation)
    {
        long duplicate = Xoshiro256.Threshold(_options.Duplicates);
        long bad = duplicate + Xoshiro256.Threshold(_options.BadRows);
        foreach (string name in new[] { "interaction_id", "user_id", "product_id", "action", "timestamp" })
            _writer.WriteField(System.Text.Encoding.UTF8.GetBytes(name));
        _writer.EndRow();
        for (long row = 0; row < _options.Rows; row++)
        {
            if ((row & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            long kind = _random.NextFraction();
            if (kind >= bad || (kind < duplicate && _interactions.IsEmpty)) WriteNew(row);
            else if (kind < duplicate) WriteLater();
            else WriteBad(row);
        }

        _truth.DistinctKeys = _truth.Counts.Written;
        _truth.Written["sum_of_interaction_count"] = _complete;
        _truth.Bytes = _writer.Bytes;
        return _truth;
    }

    private void WriteNew(long row)
    {
        Interaction interaction = new() { Number = row + 1, User = 1 + _random.NextBelow(20_000), Product = 1 + _random.NextBelow(500) };
        DrawDetails(interaction);
        _truth.Counts.Written++;
        if (interaction.IsComplete) _complete++;
        _interactions.Offer(interaction, kept => kept);
        Write(interaction);
    }

    private void WriteLater()
    {
        Interaction interaction = _interactions.Pick();
        if (interaction.IsComplete) _complete--;
        // Either way the earlier row is the duplicate: as many are written as there are keys.
        if (_random.NextBelow(2) == 0) DrawDetails(interaction);
        if (interaction.IsComplete) _complete++;
        _truth.Counts.Duplicates++;
        Write(interaction);
    }

    private void DrawDetails(Interaction interaction)
    {
        interaction.Action = _random.Chance(_options.Incomplete) ? -1 : _random.NextBelow(Words.Actions.Length);
        interaction.Day = _random.Chance(_options.Incomplete) ? -1 : _random.NextBelow(90);
        interaction.Second = _random.NextBelow(4) == 0 ? _random.NextBelow(86_400) : -1;
    }

    private void WriteBad(long row)
    {
        Interaction interaction = new() { Number = row + 1, User = 1, Product = 1 };
        (int column, string text, string reason) = _random.NextBelow(5) switch
        {
            0 => (0, " ", "interaction_id:required"),
            1 => (1, "", "user_id:required"),
            2 => (1, "0", "user_id:invalid_id"),
            3 => (2, "-7", "product_id:invalid_id"),
            _ => (4, "2024-13-01", "timestamp:invalid_timestamp"),
        };
        _truth.Reject(reason);
        Write(interaction, column, System.Text.Encoding.UTF8.GetBytes(text));
    }

    private void Write(Interaction interaction, int badColumn = -1, ReadOnlySpan<byte> bad = default)
    {
        for (int column = 0; column < 5; column++) _writer.WriteField(column == badColumn ? bad : Compose(interaction, column));
        _writer.EndRow();
    }

    private ReadOnlySpan<byte> Compose(Interaction interaction, int column)
    {
        _text.Clear();
        return column switch
        {
            // Every fourth key is a code instead of a number.
            0 => (interaction.Number % 4 == 0 ? _text.Append("I"u8) : _text).AppendNumber(interaction.Number).Text,
            1 => _text.AppendNumber(interaction.User).Text,
            2 => (interaction.Number % 4 == 0 ? _text.Append("PRD"u8) : _text).AppendNumber(interaction.Product).Text,
            3 => interaction.Action < 0 ? default : Words.Actions[interaction.Action],
            _ => ComposeTime(interaction),
        };
    }

    private ReadOnlySpan<byte> ComposeTime(Interaction interaction)
    {
        if (interaction.Day < 0) return default;
        DateOnly day = FirstDay.AddDays(interaction.Day);
        _text.AppendNumber(day.Year, 4).Append("-"u8).AppendNumber(day.Month, 2).Append("-"u8).AppendNumber(day.Day, 2);
        if (interaction.Second < 0) return _text.Text;
        int second = interaction.Second;
        return _text.Append(" "u8).AppendNumber(second / 3600, 2).Append(":"u8).AppendNumber(second / 60 % 60, 2).Append(":"u8).AppendNumber(second % 60, 2).Text;
    }

    private sealed class Interaction
    {
        public required long Number { get; init; }

        public required int User { get; init; }

        public required int Product { get; init; }

        public int Action { get; set; }

        public int Day { get; set; }

        public int Second { get; set; }

        public bool IsComplete => Action >= 0 && Day >= 0;
    }
}

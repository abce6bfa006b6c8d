using System.Text;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines.Quarantine;

/// <summary>Reads quarantines and says what they hold. Memory is bounded: one record at a time, and so many reasons and sources.</summary>
/// <param name="store">Where they are.</param>
public sealed class QuarantineInspection(IObjectStore store)
{
    /// <summary>Stands for the messages past the bound.</summary>
    public const string OtherMessages = "(other messages)";

    // Messages may hold what was found; names of sources are few but for years of hourly objects.
    private const int MostReasons = 1000;
    private const int MostSources = 100_000;
    private const string OtherSources = "(others)";
    private readonly RejectFiles _files = new(store);
    private readonly RejectReader _rejects = new(store);

    /// <summary>Reads all that lies at a place.</summary>
    /// <param name="place">A file of rejects, a run's folder of rejects, a run's folder, or the output of many runs.</param>
    /// <param name="examples">How many examples of each reason are kept.</param>
    /// <param name="rawCharacters">How long the beginning of a raw record is, at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Failures.CtiException">Usage: nothing is there, or it is no quarantine.</exception>
    public async Task<QuarantineReport> RunAsync(string place, int examples, int rawCharacters, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectInfo> files = await _files.FindAsync(place, cancellationToken).ConfigureAwait(false);
        Dictionary<(string? Field, string Code, string Message), Seen> reasons = [];
        Dictionary<string, long> sources = new(StringComparer.Ordinal);
        Dictionary<string, long> runs = new(StringComparer.Ordinal);
        foreach (ObjectInfo file in files)
        {
            string folder = file.Uri[..(file.Uri.LastIndexOf('/') + 1)];
            await foreach (Reject reject in _rejects.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                string source = sources.ContainsKey(reject.Source) || sources.Count < MostSources ? reject.Source : OtherSources;
                sources[source] = sources.GetValueOrDefault(source) + 1;
                runs[folder] = runs.GetValueOrDefault(folder) + 1;
                foreach (RecordFailure failure in reject.Failures)
                    SeenOf(reasons, failure).Add(reject, failure, examples, rawCharacters);
            }
        }

        return new QuarantineReport(runs.Values.Sum(), files.Count, [.. Ordered(reasons)], Counts(sources), Counts(runs));
    }

    private static Seen SeenOf(Dictionary<(string? Field, string Code, string Message), Seen> reasons, RecordFailure failure)
    {
        (string? Field, string Code, string Message) reason = (failure.Field, failure.Code, failure.Message);
        if (reasons.Count >= MostReasons && !reasons.ContainsKey(reason))
            reason = reason with { Message = OtherMessages };
        if (!reasons.TryGetValue(reason, out Seen? seen))
            reasons[reason] = seen = new Seen();
        return seen;
    }

    private static IEnumerable<QuarantineReason> Ordered(Dictionary<(string? Field, string Code, string Message), Seen> reasons) => reasons
        .OrderByDescending(r => r.Value.Records)
        .ThenBy(r => r.Key.Field, StringComparer.Ordinal).ThenBy(r => r.Key.Code, StringComparer.Ordinal).ThenBy(r => r.Key.Message, StringComparer.Ordinal)
        .Select(r => new QuarantineReason(r.Key.Field, r.Key.Code, r.Key.Message, r.Value.Records, r.Value.Examples));

    private static QuarantineCount[] Counts(Dictionary<string, long> counts)
        => [.. counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new QuarantineCount(c.Key, c.Value))];

    private static string Beginning(Reject reject, int characters)
    {
        // No more than the beginning is decoded, however long the record is: a character has four bytes at most.
        ReadOnlySpan<byte> bytes = reject.Raw.Span[..(int)Math.Min(reject.Raw.Length, (characters + 1L) * 4)];
        string text = reject.IsText ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes);
        if (text.Length <= characters)
            return text;
        int length = characters > 0 && char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    private sealed class Seen
    {
        public long Records { get; private set; }

        public List<QuarantineExample> Examples { get; } = [];

        public void Add(Reject reject, RecordFailure failure, int examples, int rawCharacters)
        {
            Records++;
            if (Examples.Count < examples)
                Examples.Add(new QuarantineExample(reject.Source, reject.Line, failure.Value, Beginning(reject, rawCharacters)));
        }
    }
}

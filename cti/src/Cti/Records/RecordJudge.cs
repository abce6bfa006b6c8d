using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using FluentValidation.Results;

namespace Cti.Records;

/// <summary>Parses a record into its typed form, then validates it, and gathers every failure of both steps.</summary>
/// <typeparam name="TRecord">The dataset's record type.</typeparam>
/// <param name="fields">The raw fields' names, in order.</param>
/// <param name="parse">Makes the typed record; what can't be parsed stays null and is added to the failures.</param>
/// <param name="makeValidator">Makes the rules, at the first record judged: setting them up costs more than judging thousands. Property names are
/// overridden by the raw fields' names.</param>
/// <param name="values">The accepted record's values by column.</param>
public sealed class RecordJudge<TRecord>(
    IReadOnlyList<string> fields,
    Func<RawText, TRecord> parse,
    Func<AbstractValidator<TRecord>> makeValidator,
    Func<TRecord, IReadOnlyList<object?>> values)
{
    private readonly Lazy<AbstractValidator<TRecord>> _validator = new(makeValidator);

    /// <summary>The rows that an accepted record brings to the dataset's second table, each by column. Default: none.</summary>
    public Func<TRecord, IReadOnlyList<IReadOnlyList<object?>>> PartRows { get; init; } = static _ => [];

    /// <summary>Judges one record.</summary>
    [SuppressMessage("Design", "CA1062", Justification = "A record's fields are never null as a whole.")]
    public RecordJudgement Judge(IReadOnlyList<string?> raw)
    {
        RawText text = new(fields, raw);
        TRecord record = parse(text);
        List<RecordFailure> failures = text.Failures;
        int parseFailures = failures.Count;
        foreach (ValidationFailure failure in _validator.Value.Validate(record).Errors)
        {
            // A field that could not be parsed is null in the record: saying that it is missing as well would be wrong.
            if (!failures.Take(parseFailures).Any(f => f.Field == failure.PropertyName))
                failures.Add(Failure(failure, raw));
        }

        return failures.Count > 0 ? new RecordJudgement(failures, []) : new RecordJudgement([], values(record)) { PartRows = PartRows(record) };
    }

    private RecordFailure Failure(ValidationFailure failure, IReadOnlyList<string?> raw)
    {
        int field = fields.ToList().IndexOf(failure.PropertyName);
        string? found = field < 0 ? null : raw[field];
        return new RecordFailure(field < 0 ? null : fields[field], failure.ErrorCode, failure.ErrorMessage, RecordFailure.Shown(found));
    }
}

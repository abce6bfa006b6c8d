using System.Text;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Columns;
using Cti.Records.Forms;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Raw batches to the typed batches of one table: columns first by the fast path, then each doubtful row by the validator.</summary>
/// <remarks>Where the plan has no columns every row is doubtful. Rows that a record brings to a further table go to the batch's first part.</remarks>
public sealed class FlatTransform : BlockTransform
{
    private readonly Dataset _dataset;
    private readonly TablePlan _plan;
    private readonly TransformOptions _options;
    private readonly List<ColumnStage> _stages = [];
    private readonly ulong?[] _salts;
    private readonly KeyStage _keys;
    private readonly int _monthColumn;
    private readonly PseudonymForm?[] _pseudonyms;
    private readonly bool[] _isArrival;
    private readonly PartRows? _partRows;

    /// <summary>Prepares the columns of the dataset's first table.</summary>
    public FlatTransform(Dataset dataset, TransformOptions options)
        : this(dataset, dataset?.Plans[0]!, options)
    {
    }

    /// <summary>Prepares the columns of one of the dataset's tables.</summary>
    public FlatTransform(Dataset dataset, TablePlan plan, TransformOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        _dataset = dataset;
        _plan = plan;
        _options = options;
        TableDefinition table = plan.Table;
        List<string> names = [.. table.Columns.Select(c => c.Name)];
        _salts = new ulong?[names.Count];
        _pseudonyms = new PseudonymForm?[names.Count];
        _isArrival = [.. names.Select(name => plan.Fields.Any(f => f.IsArrival && f.Column == name))];
        if (plan.IsJudged)
            PrepareJudged(table);
        foreach (FieldPlan field in plan.Fields)
            _stages.Add(StageOf(field, names, table));
        _partRows = dataset.Router is null && dataset.Tables.Count > 1 ? new PartRows(dataset.Tables[1], options.Arrivals) : null;
        bool isUuid = table.Key.Count == 1 && table.Columns[names.IndexOf(table.Key[0])].Type == ColumnType.Uuid;
        _keys = new KeyStage([.. table.Key.Select(k => names.IndexOf(k))], isUuid);
        _monthColumn = table.MonthColumn is null ? -1 : names.IndexOf(table.MonthColumn);
    }

    /// <summary>Fills <paramref name="batch"/>; the raw batch is still needed for the bytes of the rejects.</summary>
    public override void Run(RawBatch raw, RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(raw.RecordCount, raw.Sequence);
        if (_plan.IsJudged)
            DoubtAll(batch);
        foreach (ColumnStage stage in _stages)
            stage.Run(raw, batch);
        JudgeDoubtfulRows(raw, batch);
        _keys.Run(raw, batch);
        if (_options.Month is { } month && _monthColumn >= 0)
            MonthFilter.Apply(batch, _monthColumn, month);
        BatchOrigins.Copy(raw, batch);
    }

    private static void DoubtAll(RecordBatch batch)
    {
        batch.States.AsSpan(0, batch.RowCount).Fill(RowState.Doubtful);
        foreach (ColumnVector column in batch.Columns)
            (column as TextColumn)?.SetAllNull();
    }

    /// <summary>What the judge gives is put in value by value: names and hashes are all there is to prepare.</summary>
    private void PrepareJudged(TableDefinition table)
    {
        for (int column = 0; column < table.Columns.Count; column++)
        {
            string name = table.Columns[column].Name;
            if (_options.Anonymize.Contains(name))
                _pseudonyms[column] = PseudonymForm.OfNormalised(_options.Pepper ?? string.Empty, name);
            if (!table.Key.Contains(name) && !_isArrival[column])
                _salts[column] = SaltOf(name);
        }
    }

    private static ulong SaltOf(string column) => ContentHash.Of(Encoding.UTF8.GetBytes(column), 0);

    private ColumnStage StageOf(FieldPlan plan, List<string> names, TableDefinition table)
    {
        int column = names.IndexOf(plan.Column);
        if (plan.IsArrival)
            return new ArrivalStage(column, _options.Arrivals);
        int source = plan.IsDerived ? names.IndexOf(plan.From) : _dataset.RawFields.ToList().IndexOf(plan.From);
        bool isContent = !plan.IsDerived && !table.Key.Contains(plan.Column);
        ulong salt = SaltOf(plan.Column);
        _salts[column] = isContent ? salt : null;
        if (plan.Form is null)
            return new TimestampStage(source, column, plan.IsNullable, salt, plan.Clocks.Count == 0 ? null : [.. plan.Clocks.Select(c => _dataset.RawFields.ToList().IndexOf(c))]);
        TextForm form = plan.Form;
        if (_options.Anonymize.Contains(plan.Column))
            form = _pseudonyms[column] = new PseudonymForm(plan.Form, _options.Pepper ?? string.Empty, plan.Column);
        return new TextStage(form, source, column, _salts[column], plan.IsDerived);
    }

    private void JudgeDoubtfulRows(RawBatch raw, RecordBatch batch)
    {
        RejectCollector rejects = new(raw, batch);
        _partRows?.Begin();
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (batch.States[row] != RowState.Doubtful)
                continue;
            RecordJudgement judgement = _plan.Judge(FieldsOf(raw, row));
            if (judgement.IsAccepted)
            {
                Accept(batch, row, judgement.Values);
                if (_partRows is not null)
                    batch.Contents[row] += _partRows.Add(row, judgement.PartRows);
            }
            else
            {
                batch.States[row] = RowState.Rejected;
                rejects.Add(row, judgement.Failures);
            }
        }

        rejects.Finish();
        _partRows?.Finish(raw, batch.Parts[0]);
    }

    private string?[] FieldsOf(RawBatch raw, int row)
    {
        string?[] fields = new string?[_dataset.RawFields.Count];
        for (int field = 0; field < fields.Length; field++)
        {
            FieldSlice slice = raw.Fields[field][row];
            fields[field] = slice.Length < 0 ? null : Encoding.UTF8.GetString(raw.Buffer, slice.Start, slice.Length);
        }

        return fields;
    }

    /// <summary>Puts in the values of a row that only the validator could judge.</summary>
    private void Accept(RecordBatch batch, int row, IReadOnlyList<object?> values)
    {
        batch.States[row] = RowState.Kept;
        ulong content = 0;
        for (int column = 0; column < values.Count; column++)
        {
            if (_isArrival[column])
                continue;
            object? value = values[column];
            if (value is string text && _pseudonyms[column] is { } pseudonym)
                value = pseudonym.Of(text);
            ulong salt = _salts[column] ?? 0;
            ulong hash = RowValue.Set(batch.Columns[column], row, value, salt);
            content += _salts[column].HasValue ? hash : 0;
        }

        batch.Contents[row] = content;
    }
}

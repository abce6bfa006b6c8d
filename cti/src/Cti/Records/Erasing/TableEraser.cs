using System.Text;
using Cti.Records.Columns;
using Cti.Records.Forms;

namespace Cti.Records.Erasing;

/// <summary>Which rows of a table are about persons who are erased, and what takes the place of their values.</summary>
public sealed class TableEraser
{
    private readonly SubjectIndex _subjects;
    private readonly Pseudonyms _pseudonyms;
    private readonly Dictionary<int, (TextForm Form, int From)> _derived = [];

    private TableEraser(TablePlan plan, SubjectIndex subjects, Pseudonyms pseudonyms)
    {
        (Table, _subjects, _pseudonyms) = (plan.Table, subjects, pseudonyms);
        CustomerColumn = IndexOf(c => c.NamesCustomer);
        EmailColumn = IndexOf(c => c.ErasedAs == ErasedAs.EmailPseudonym);
        ArrivalColumn = ArrivalOf(plan) is { } arrival ? IndexOf(c => c.Name == arrival) : -1;
        MomentColumn = ArrivalColumn < 0 && Table.MonthColumn is { } moment ? IndexOf(c => c.Name == moment) : -1;
        List<int> changed = [.. Table.Columns.Index().Where(c => c.Item.ErasedAs is { } how && how != ErasedAs.KeyedHash).Select(c => c.Index)];
        foreach (FieldPlan derived in plan.Fields.Where(f => f.IsDerived))
        {
            (int column, int from) = (IndexOf(c => c.Name == derived.Column), IndexOf(c => c.Name == derived.From));
            if (!changed.Contains(from))
                continue;
            _derived[column] = (derived.Form!, from);
            changed.Add(column);
        }

        Changed = changed;
    }

    /// <summary>The table.</summary>
    public TableDefinition Table { get; }

    /// <summary>Index of the column that holds a customer's id; below zero where there is none.</summary>
    public int CustomerColumn { get; }

    /// <summary>Index of the column that holds an e-mail address; below zero where there is none.</summary>
    public int EmailColumn { get; }

    /// <summary>Index of the column that tells when a row arrived; below zero where there is none.</summary>
    public int ArrivalColumn { get; }

    /// <summary>Where none tells when a row arrived, the index of the column that tells when what it is about happened; below zero where there is none either.</summary>
    public int MomentColumn { get; }

    /// <summary>The latest request, in microseconds since 1970-01-01 UTC.</summary>
    public long LatestRequest => _subjects.LatestRequest;

    /// <summary>Indexes of the columns that change when a row is erased: those about a person, and those that follow from them.</summary>
    public IReadOnlyList<int> Changed { get; }

    /// <summary>The erasers of a dataset's tables; none for tables that hold nothing about persons, or nothing to find them by.</summary>
    public static IReadOnlyList<TableEraser> Of(Dataset dataset, SubjectIndex subjects, Pseudonyms pseudonyms)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. dataset.Plans.Select(p => new TableEraser(p, subjects, pseudonyms)).Where(e => e.Changed.Count > 0 && (e.CustomerColumn >= 0 || e.EmailColumn >= 0))];
    }

    /// <summary>The person that a row is about; null where nothing of it is erased.</summary>
    public Subject? SubjectOf(string? customerId, string? email, long arrivedAt) => _subjects.Find(customerId, email, arrivedAt);

    /// <summary>What takes the place of a value; null for NULL.</summary>
    /// <param name="column">Index of one of <see cref="Changed"/>.</param>
    /// <param name="subject">The person.</param>
    /// <param name="valueOf">The row's text of a column; null for NULL, any text for a value of another type.</param>
    public string? Replace(int column, Subject subject, Func<int, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(valueOf);
        if (!_derived.TryGetValue(column, out (TextForm Form, int From) derived))
            return valueOf(column) is { } value ? _pseudonyms.Replace(Table.Columns[column], subject.Key, value) : null;
        if (valueOf(column) is null || Replace(derived.From, subject, valueOf) is not { } source)
            return null;
        byte[] raw = Encoding.UTF8.GetBytes(source);
        byte[] room = new byte[derived.Form.Room(raw.Length)];
        int length = derived.Form.Write(raw, room);
        return length < 0 ? null : Encoding.UTF8.GetString(room, 0, length);
    }

    private int IndexOf(Func<ColumnDefinition, bool> which) => Table.Columns.Index().Where(c => which(c.Item)).Select(c => (int?)c.Index).FirstOrDefault() ?? -1;

    private static string? ArrivalOf(TablePlan plan) => plan.Fields.FirstOrDefault(f => f.IsArrival)?.Column;
}

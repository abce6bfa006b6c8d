using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Warehouses.Redshift;

/// <summary>A statement that did not end well.</summary>
internal sealed class RedshiftException : Exception
{
    /// <summary>Makes it.</summary>
    public RedshiftException(StatementDescription statement)
        : base(ErrorOf(statement)) => Statement = statement;

    /// <summary>Its last state.</summary>
    public StatementDescription Statement { get; }

    /// <summary>The failed statement's place in its batch, from 0; null where it is not known.</summary>
    public int? Step
    {
        get
        {
            for (int i = 0; Statement.SubStatements is { } parts && i < parts.Count; i++)
            {
                if (parts[i].Status == StatementStatus.Failed)
                    return i;
            }

            return null;
        }
    }

    private static string ErrorOf(StatementDescription statement) =>
        statement.SubStatements?.FirstOrDefault(s => s.Status == StatementStatus.Failed)?.Error
        ?? statement.Error
        ?? $"the statement ended as {statement.Status}";
}

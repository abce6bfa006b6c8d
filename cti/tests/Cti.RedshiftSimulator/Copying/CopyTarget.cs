using Npgsql;

namespace Cti.RedshiftSimulator;

/// <summary>The table that COPY fills, and the columns that it fills, in the order of the files'.</summary>
internal sealed record CopyTarget(int TableId, IReadOnlyList<CopyColumn> Columns)
{
    private const int HeaderOfLength = 4;

    /// <summary>Looks the table up.</summary>
    /// <exception cref="SqlRefusedException">A column that there is not, or twice.</exception>
    /// <exception cref="PostgresException">No such table.</exception>
    public static async Task<CopyTarget> OfAsync(NpgsqlConnection connection, CopyCommand copy, CancellationToken cancellationToken)
    {
        (int table, List<CopyColumn> all) = await ReadAsync(connection, copy.Table, cancellationToken);
        if (copy.Columns.Count == 0)
            return new CopyTarget(table, all);
        if (copy.Columns.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new SqlRefusedException($"column \"{twice.Key}\" specified more than once");
        return new CopyTarget(table, [.. copy.Columns.Select(c => all.Find(a => a.Name == c) ?? throw new SqlRefusedException($"column \"{c}\" of relation {copy.Table} does not exist"))]);
    }

    private static async Task<(int Table, List<CopyColumn> Columns)> ReadAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT a.attrelid::int8, a.attname::text, t.typname::text, a.atttypmod, a.attnotnull
            FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        List<CopyColumn> columns = [];
        int id = 0;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            id = unchecked((int)reader.GetInt64(0));
            columns.Add(Column(reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetBoolean(4)));
        }

        return (id, columns);
    }

    private static CopyColumn Column(string name, string type, int modifier, bool notNull) => type switch
    {
        "varchar" or "bpchar" => new CopyColumn(name, type, modifier < 0 ? int.MaxValue : modifier - HeaderOfLength, 0, 0, notNull),
        "numeric" when modifier >= 0 => new CopyColumn(name, type, 0, ((modifier - HeaderOfLength) >> 16) & 0xffff, (modifier - HeaderOfLength) & 0x7ff, notNull),
        _ => new CopyColumn(name, type, 0, 0, 0, notNull),
    };
}

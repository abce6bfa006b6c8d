namespace Cti.Warehouses.Postgres;

/// <summary>What the settings say of PostgreSQL; null where they say nothing.</summary>
/// <param name="Hostname">Its host.</param>
/// <param name="Port">Its port.</param>
/// <param name="Database">The database.</param>
/// <param name="Username">The user.</param>
/// <param name="Password">The user's password. Secret.</param>
public sealed record PostgresSettings(string? Hostname = null, int? Port = null, string? Database = null, string? Username = null, string? Password = null)
{
    /// <summary>Nothing but the type's name: a record's own text would show the password.</summary>
    public override string ToString() => nameof(PostgresSettings);
}

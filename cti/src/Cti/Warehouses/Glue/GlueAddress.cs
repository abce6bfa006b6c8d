using Cti.Failures;

namespace Cti.Warehouses.Glue;

/// <summary>Which database of the catalogue <c>glue</c> or <c>glue:DATABASE</c> means.</summary>
internal static class GlueAddress
{
    private const string Kind = "glue";
    private const string Prefix = Kind + ":";

    /// <summary>Whether a <c>--warehouse</c> argument means Glue.</summary>
    public static bool IsMeant(string name) =>
        name.Equals(Kind, StringComparison.OrdinalIgnoreCase) || (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length);

    /// <summary>The names that hold there: the settings may be those of another warehouse too, whose schema need not be the catalogue's database.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="naming">The settings' schema and table.</param>
    public static TableNaming Naming(string name, TableNaming naming) => name.Length > Prefix.Length ? naming with { Schema = name[Prefix.Length..] } : naming;

    /// <summary>The names in the catalogue, which keeps them in lower case: the database that the argument, <c>schema</c> or <c>database</c> gives, and the table.</summary>
    /// <exception cref="CtiException">Usage: none gives a database.</exception>
    public static TableNaming Resolve(GlueSettings settings, TableNaming naming) =>
        (naming.Schema ?? settings.Database)?.ToLowerInvariant() is { } database
            ? new TableNaming(database, naming.Table?.ToLowerInvariant())
            : throw CtiException.Usage("settings", "Glue: no database is named: say --warehouse glue:DATABASE, or give the setting schema.");
}

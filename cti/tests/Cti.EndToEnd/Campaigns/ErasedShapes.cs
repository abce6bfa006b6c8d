namespace Cti.EndToEnd.Campaigns;

/// <summary>What an erasure leaves of the planted rows, in any of the warehouses: the persons' values are gone, all else and everybody else is as it was.</summary>
internal static class ErasedShapes
{
    // What stands where a planted value stood.
    private const string P = "erased-[0-9a-f]{16}";

    /// <summary>What to ask, and expressions for the rows of the answer.</summary>
    public static IReadOnlyList<(string Sql, string[] Rows)> All { get; } =
    [
        (
            "SELECT id || '|' || first_name || '|' || last_name || '|' || coalesce(CAST(date_of_birth AS VARCHAR), 'NULL') || '|' || email || '|' || phone_number || '|' || address || '|' || city || '|' || country || '|' || postcode || '|' || CAST(last_change AS VARCHAR) || '|' || coalesce(segment, 'NULL') FROM customers",
            [$@"00042\|{P}\|{P}\|NULL\|{P}@erased\.invalid\|{P}\|{P}\|{P}\|{P}\|{P}\|2021-03-01 00:00:00\|health", @"00043\|Otto\|Other\|1980-01-01\|otto@other\.example\|1\|a\|c\|d\|p\|2021-03-01 00:00:00\|NULL"]
        ),
        (
            "SELECT customer_id || '|' || delivery_address || '|' || delivery_postcode || '|' || delivery_city || '|' || delivery_country || '|' || CAST(total_cost AS VARCHAR) FROM transactions",
            [$@"00042\|{P}\|{P}\|{P}\|{P}\|20\.00", @"00043\|Otto's way\|1\|c\|d\|10\.00"]
        ),
        (
            "SELECT email || '|' || company || '|' || coalesce(ip, 'NULL') || '|' || country || '|' || uri || '|' || tags FROM events",
            [$@"{P}@erased\.invalid\|erased\|NULL\|palau\|index\|\[""Mr""(,""eat"")?\]", @"otto@other\.example\|other\|192\.66\.235\.60\|palau\|index\|\[""Mr""\]"]
        ),
        (
            "SELECT user_id || '|' || coalesce(username, 'NULL') || '|' || coalesce(email, 'NULL') || '|' || coalesce(about_me, 'NULL') || '|' || coalesce(traits, 'NULL') FROM users",
            [$@"u1\|{P}\|{P}@erased\.invalid\|{P}\|\{{""erased"":""{P}""\}}", @"u2\|otto\|otto@other\.example\|x\|(NULL|\{\})"]
        ),
    ];
}

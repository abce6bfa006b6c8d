namespace Cti.Generator.Hourly;

/// <summary>How an hour's records of a dataset are stored.</summary>
internal enum HourForm
{
    /// <summary><c>customers.json.gz</c>.</summary>
    Gzip,

    /// <summary><c>customers.json</c>.</summary>
    Plain,

    /// <summary>Both, each with a half of the records.</summary>
    Both,
}

namespace Cti.Warehouses;

/// <summary>How a load treats rows that are there already.</summary>
public enum LoadMode
{
    /// <summary>Replace rows by key, insert the rest.</summary>
    Merge,

    /// <summary>Insert all.</summary>
    Append,

    /// <summary>The table, or one month of it, holds just these rows afterwards.</summary>
    Replace,
}

using Cti.Parquet.Encodings;

namespace Cti.Parquet.Metadata;

/// <summary>The page index of a column chunk: where its pages are, and what each holds.</summary>
internal static class PageIndex
{
    private const int Unordered = 0;
    private const int Ascending = 1;
    private const int Descending = 2;

    /// <summary>Writes the ColumnIndex; false: there is none, since a page that holds values has no bounds.</summary>
    public static bool WriteColumnIndex(List<EncodedPage> pages, ParquetField field, ThriftWriter thrift)
    {
        foreach (EncodedPage page in pages)
            if (page.Bounds.Min is null && page.Nulls < page.Rows) return false;
        thrift.Reset();
        thrift.BoolList(1, pages.Count);
        foreach (EncodedPage page in pages) thrift.BoolItem(page.Bounds.Min is null);
        thrift.BinaryList(2, pages.Count);
        foreach (EncodedPage page in pages) thrift.BinaryItem(page.Bounds.Min);
        thrift.BinaryList(3, pages.Count);
        foreach (EncodedPage page in pages) thrift.BinaryItem(page.Bounds.Max);
        thrift.I32(4, BoundaryOrder(pages, field.Type));
        thrift.I64List(5, pages.Count);
        foreach (EncodedPage page in pages) thrift.NumberItem(page.Nulls);
        thrift.EndStruct();
        return true;
    }

    /// <summary>Writes the OffsetIndex of pages whose row group starts at <paramref name="groupOffset"/> in the file.</summary>
    public static void WriteOffsetIndex(List<EncodedPage> pages, long groupOffset, ThriftWriter thrift)
    {
        thrift.Reset();
        thrift.StructList(1, pages.Count);
        foreach (EncodedPage page in pages)
        {
            thrift.BeginItem();
            thrift.I64(1, groupOffset + page.Offset);
            thrift.I32(2, page.Length);
            thrift.I64(3, page.FirstRow);
            thrift.EndStruct();
        }

        thrift.EndStruct();
    }

    /// <summary>Whether minima and maxima both ascend, or descend, from page to page; pages of NULLs do not count.</summary>
    private static int BoundaryOrder(List<EncodedPage> pages, ParquetType type)
    {
        bool ascending = true;
        bool descending = true;
        PageBounds previous = default;
        foreach (EncodedPage page in pages)
        {
            if (page.Bounds.Min is null) continue;
            if (previous.Min is not null)
            {
                int min = ValueOrder.Compare(type, previous.Min, page.Bounds.Min);
                int max = ValueOrder.Compare(type, previous.Max, page.Bounds.Max);
                ascending &= min <= 0 && max <= 0;
                descending &= min >= 0 && max >= 0;
            }

            previous = page.Bounds;
        }

        return ascending ? Ascending : descending ? Descending : Unordered;
    }
}

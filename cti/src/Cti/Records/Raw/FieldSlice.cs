namespace Cti.Records.Raw;

/// <summary>The text of one field: UTF-8 bytes in <see cref="RawBatch.Buffer"/>, quotes and escapes already removed, not yet trimmed.</summary>
/// <param name="Start">Index of the first byte.</param>
/// <param name="Length">Bytes; -1 for a field that is null or missing (JSON only; in CSV a missing field makes the row ragged).</param>
public readonly record struct FieldSlice(int Start, int Length);

namespace Cti.Records.Batches;

/// <summary>One column of a record batch; its arrays are pooled with the batch and may be longer than the rows.</summary>
public abstract class ColumnVector
{
    /// <summary>Makes room for <paramref name="rows"/> rows and forgets the old values.</summary>
    public abstract void Reset(int rows);

    /// <summary>Appends the value at a row in canonical form: a tag byte (0 for NULL), then length and bytes, or the 64-bit value.</summary>
    /// <remarks>New ids are derived from these bytes: the form must not change without a new dataset version.</remarks>
    public abstract void AppendCanonical(int row, System.Buffers.IBufferWriter<byte> writer);

    /// <summary>An array at least as long as asked for, the old one where it will do; grown by half so that few blocks pay for it.</summary>
    protected static T[] Room<T>(T[] array, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        return array.Length >= length ? array : GC.AllocateUninitializedArray<T>(Math.Max(length, Math.Max(256, array.Length + (array.Length >> 1))));
    }
}

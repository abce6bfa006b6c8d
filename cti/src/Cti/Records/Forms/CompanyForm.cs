namespace Cti.Records.Forms;

/// <summary>The first label of an accepted e-mail address's domain.</summary>
public sealed class CompanyForm : TextForm
{
    /// <inheritdoc/>
    public override int Room(int rawLength) => rawLength;

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        ReadOnlySpan<byte> domain = raw[(raw.IndexOf((byte)'@') + 1)..];
        int dot = domain.IndexOf((byte)'.');
        if (dot <= 0)
            return NotAccepted;
        domain[..dot].CopyTo(destination);
        return dot;
    }
}

using System.Runtime.CompilerServices;
using Cti.Records.Raw;

namespace Cti.Records.WebEvents;

/// <summary>Sends each event to the table that its type, and for <c>track</c> its name, says.</summary>
internal sealed class WebEventsRouter : IRecordRouter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Route RouteOf(RawBatch raw, int record)
    {
        SliceAhead.Fetch(raw.Buffer, raw.Fields[WebEventFields.Type].AsSpan(0, raw.RecordCount), record);
        SliceAhead.Fetch(raw.Buffer, raw.Fields[WebEventFields.Event].AsSpan(0, raw.RecordCount), record);
        ReadOnlySpan<byte> type = TextOf(raw, WebEventFields.Type, record, out FieldSlice typeAt);
        if (type.SequenceEqual("identify"u8))
            return new Route(0);
        if (!type.SequenceEqual("track"u8))
            return type.IsEmpty ? Missing("type") : Route.Filtered(typeAt);
        ReadOnlySpan<byte> name = TextOf(raw, WebEventFields.Event, record, out FieldSlice nameAt);
        if (name.SequenceEqual("Post Created"u8))
            return new Route(1);
        if (name.SequenceEqual("Follow User"u8))
            return new Route(2);
        if (name.SequenceEqual("Unfollow User"u8))
            return new Route(3);
        return name.IsEmpty ? Missing("event") : Route.Filtered(nameAt);
    }

    private static Route Missing(string field) => Route.Rejected(new RecordFailure(field, "required", $"Field {field} is required", null));

    private static ReadOnlySpan<byte> TextOf(RawBatch raw, int field, int record, out FieldSlice at)
    {
        at = raw.Fields[field][record];
        while (at.Length > 0 && raw.Buffer[at.Start] <= ' ')
            at = new FieldSlice(at.Start + 1, at.Length - 1);
        while (at.Length > 0 && raw.Buffer[at.Start + at.Length - 1] <= ' ')
            at = at with { Length = at.Length - 1 };
        return at.Length <= 0 ? default : raw.Buffer.AsSpan(at.Start, at.Length);
    }
}

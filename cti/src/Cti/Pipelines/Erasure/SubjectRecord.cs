using System.Text.Json.Serialization;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure;

/// <summary>A person as an erasure's record names one.</summary>
/// <param name="Key">See <see cref="Subject.Key"/>.</param>
/// <param name="CustomerIds">Ids as a customer.</param>
/// <param name="EmailHashes">Keyed hashes of the addresses, as <c>erasure_requests</c> has them.</param>
/// <param name="RequestedAt">When it was asked for, in microseconds since 1970-01-01 UTC.</param>
internal sealed record SubjectRecord(
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("customer_ids")] IReadOnlyList<string> CustomerIds,
    [property: JsonPropertyName("email_hashes")] IReadOnlyList<string> EmailHashes,
    [property: JsonPropertyName("requested_at")] long RequestedAt)
{
    /// <summary>A person without the addresses.</summary>
    public static SubjectRecord Of(Subject subject, Pseudonyms pseudonyms) =>
        new(subject.Key, subject.CustomerIds, [.. subject.Emails.Select(pseudonyms.HashOfEmail)], subject.RequestedAt);

    /// <summary>A person that can be found by keyed hashes.</summary>
    public Subject ToSubject() => new(Key, CustomerIds, EmailHashes, RequestedAt);
}

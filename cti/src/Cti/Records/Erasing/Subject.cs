namespace Cti.Records.Erasing;

/// <summary>A person who is erased.</summary>
/// <param name="Key">What tells this person from others inside pseudonyms: the least of the customer ids, or else the keyed hash of the least e-mail address.</param>
/// <param name="CustomerIds">Ids as a customer, with leading zeros; none where none is known.</param>
/// <param name="Emails">E-mail addresses in lower case, or their keyed hashes, as <see cref="SubjectIndex"/> is told.</param>
/// <param name="RequestedAt">When it was asked for, in microseconds since 1970-01-01 UTC: what arrived later is about somebody who returned.</param>
public sealed record Subject(string Key, IReadOnlyList<string> CustomerIds, IReadOnlyList<string> Emails, long RequestedAt);

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cti.Failures;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure;

/// <summary>Persons with their addresses in the clear, encrypted by the pepper: what an erasure that was cut off needs to go on, and nobody else may read.</summary>
internal static class SealedSubjects
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Encrypts them: base64 of nonce, tag and AES-256-GCM.</summary>
    public static string Seal(IReadOnlyList<Subject> subjects, string pepper)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(subjects, ErasureJson.Document.IReadOnlyListSubject);
        byte[] box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using AesGcm cipher = new(KeyOf(pepper), TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(box);
    }

    /// <summary>Decrypts them.</summary>
    /// <param name="text">What <see cref="Seal"/> gave.</param>
    /// <param name="pepper">The key.</param>
    /// <param name="uri">Where it was found, for the message.</param>
    /// <exception cref="CtiException">Usage: it was another pepper, or somebody changed it.</exception>
    public static IReadOnlyList<Subject> Open(string text, string pepper, string uri)
    {
        try
        {
            byte[] box = Convert.FromBase64String(text);
            byte[] plain = new byte[box.Length - NonceBytes - TagBytes];
            using AesGcm cipher = new(KeyOf(pepper), TagBytes);
            cipher.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
            return JsonSerializer.Deserialize(plain, ErasureJson.Document.IReadOnlyListSubject)!;
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException or JsonException or OverflowException)
        {
            throw CtiException.Usage("erase", $"{uri} is of an erasure that was begun with another pepper, or it is damaged; give the pepper that it was begun with.", failure);
        }
    }

    private static byte[] KeyOf(string pepper) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(pepper), "cti erasure"u8);
}

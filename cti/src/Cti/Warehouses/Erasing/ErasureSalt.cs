using System.Security.Cryptography;
using System.Text;

namespace Cti.Warehouses.Erasing;

/// <summary>Addresses in statements, as warehouses keep those for a while: hashes under a salt that is made for one erasure and forgotten.</summary>
internal static class ErasureSalt
{
    /// <summary>A new salt.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>SHA-256 of salt and address, lower-case hexadecimal, as the warehouses compute it.</summary>
    public static string Hash(string salt, string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + email)));
}

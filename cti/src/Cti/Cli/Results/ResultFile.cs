using System.Text;
using Cti.Failures;

namespace Cti.Cli.Results;

/// <summary>A file that takes the result beside standard output: <c>--result FILE</c>, or Airflow's XCom file.</summary>
public static class ResultFile
{
    /// <summary>Finds out before the work whether the file can be written after it.</summary>
    /// <exception cref="CtiException">Usage: it cannot.</exception>
    public static void Check(string file)
    {
        string probe = Temporary(file);
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CtiException.Usage("arguments", $"The result cannot be written to {file}: {exception.Message} Give --result a file in a folder that exists and can be written to.", exception);
        }
    }

    /// <summary>Replaces the file by the result as a whole: a reader never sees half of it.</summary>
    /// <returns>Why it could not be written; null where it was.</returns>
    public static string? TryWrite(string file, string line)
    {
        string temporary = Temporary(file);
        try
        {
            File.WriteAllText(temporary, line + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, file, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    private static string Temporary(string file) => Path.GetFullPath(file) + ".cti-" + Path.GetRandomFileName();
}

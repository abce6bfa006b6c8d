using System.Text;

namespace Cti.Tests.Architecture;

/// <summary>One C# file of the sources, with its code apart from comments and literals.</summary>
internal sealed record SourceFile(string RelativePath, string Text)
{
    /// <summary>The text with comments and the content of string literals blanked out, so that a search finds code only.</summary>
    public string Code { get; } = CodeOf(Text);

    /// <summary>The folder directly below the project; empty for files at its top.</summary>
    public string TopFolder => RelativePath.Contains('/', StringComparison.Ordinal) ? RelativePath[..RelativePath.IndexOf('/', StringComparison.Ordinal)] : string.Empty;

    public int Lines => Text.TrimEnd('\n').Count(c => c == '\n') + 1;

    /// <summary>Every file of a project, without what the build makes.</summary>
    public static IReadOnlyList<SourceFile> Of(string project)
    {
        string root = Repository.Path("cti", "src", project);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("bin/", StringComparison.Ordinal) && !f.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new SourceFile(f, File.ReadAllText(Path.Combine(root, f))))];
    }

    private static string CodeOf(string text)
    {
        var code = new StringBuilder(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            int end = LiteralOrCommentEnd(text, at);
            if (end > at)
            {
                code.Append(' ');
                at = end;
            }
            else
            {
                code.Append(text[at++]);
            }
        }

        return code.ToString();
    }

    private static int LiteralOrCommentEnd(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            return at + EndOr(rest, rest.IndexOf('\n'));
        }

        if (rest.StartsWith("/*"))
        {
            return at + EndOr(rest, rest.IndexOf("*/") + 2);
        }

        if (rest.StartsWith("\"\"\""))
        {
            int quotes = rest.IndexOfAnyExcept('"') is var other and > 0 ? other : rest.Length;
            return at + quotes + EndOr(rest[quotes..], rest[quotes..].IndexOf(new string('"', quotes))) + quotes;
        }

        if (rest.StartsWith("'"))
        {
            return at + QuotedLength(rest, '\'', escapes: true);
        }

        bool verbatim = rest.StartsWith("@\"") || rest.StartsWith("$@\"") || rest.StartsWith("@$\"");
        int prefix = verbatim ? rest.IndexOf('"') : 0;
        return rest[prefix] == '"' ? at + prefix + QuotedLength(rest[prefix..], '"', escapes: !verbatim) : at;
    }

    private static int QuotedLength(ReadOnlySpan<char> rest, char quote, bool escapes)
    {
        for (int i = 1; i < rest.Length; i++)
        {
            if (escapes && rest[i] == '\\')
            {
                i++;
            }
            else if (rest[i] == quote)
            {
                return i + 1;
            }
        }

        return rest.Length;
    }

    private static int EndOr(ReadOnlySpan<char> rest, int index) => index < 0 ? rest.Length : index;
}

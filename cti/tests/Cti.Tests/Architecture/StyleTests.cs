using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Cti.Tests.Architecture;

/// <summary>Holds the rules of style that a compiler does not.</summary>
public partial class StyleTests
{
    private static readonly IReadOnlyList<SourceFile> Files = [.. SourceFile.Of("Cti"), .. SourceFile.Of("Cti.Parquet")];

    [Fact]
    public void Files_All_StayWithin300Lines() =>
        Assert.Empty(Files.Where(f => f.Lines > 300).Select(f => $"{f.RelativePath}: {f.Lines} lines"));

    [Fact]
    public void Program_StaysWithin60Lines() => Assert.InRange(Files.Single(f => f.RelativePath == "Program.cs").Lines, 1, 60);

    [Fact]
    public void Files_All_DeclareAtMostOnePublicType() =>
        Assert.Empty(Files.Where(f => PublicType().Count(f.Code) > 1).Select(f => f.RelativePath));

    [Fact]
    public void Catch_OfEveryException_StandsOnlyInProgram() =>
        Assert.Empty(Files.Where(f => f.RelativePath != "Program.cs" && CatchAll().IsMatch(f.Code)).Select(f => f.RelativePath));

    [Fact]
    public void Names_All_SayWhatATypeIs() =>
        Assert.Empty(Files.Where(f => VagueName().IsMatch(f.RelativePath) || f.Code.Contains("#region", StringComparison.Ordinal)).Select(f => f.RelativePath));

    [Fact]
    public void State_Static_IsNeverMutable()
    {
        IEnumerable<string> mutable =
            from type in typeof(Failures.CtiException).Assembly.GetTypes()
            where !IsGenerated(type)
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral && !IsGenerated(field)
            select $"{type.FullName}.{field.Name}";

        Assert.Empty(mutable);
    }

    [Theory]
    [InlineData("catch { return; }")]
    [InlineData("catch (Exception) { }")]
    [InlineData("catch (System.Exception failure) { }")]
    [InlineData("catch (Exception e) when (e.Message.Length > 3) { }")]
    [InlineData("catch (Exception e) when (e is not TimeoutException) { }")]
    public void CatchAll_EveryForm_IsSeen(string code) => Assert.Matches(CatchAll(), code);

    [Theory]
    [InlineData("catch (IOException) { }")]
    [InlineData("catch (Exception e) when (e is IOException or TimeoutException) { }")]
    public void CatchAll_NamedExceptions_AreLeftAlone(string code) => Assert.DoesNotMatch(CatchAll(), code);

    private static bool IsGenerated(MemberInfo? member) =>
        member is not null && (member.IsDefined(typeof(CompilerGeneratedAttribute), false)
            || member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false)
            || member.Name.Contains('<', StringComparison.Ordinal)
            || member.DeclaringType?.BaseType == typeof(System.Text.Json.Serialization.JsonSerializerContext)
            || IsGenerated(member.DeclaringType));

    // Types within a type are indented; only those at the file's own level count.
    [GeneratedRegex(@"^public\s+(?:(?:sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|record|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\bcatch\s*(?:\{|\(\s*(?:System\.)?Exception\b\s*\w*\s*\)(?!\s*when\s*\(\s*\w+\s+is\s+(?!not\b)))")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"(?:Helper|Manager|Util)s?\.cs$")]
    private static partial Regex VagueName();
}

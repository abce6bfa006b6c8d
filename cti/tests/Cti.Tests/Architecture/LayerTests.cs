using System.Text.RegularExpressions;

namespace Cti.Tests.Architecture;

/// <summary>Holds which folder of the program may use which: Cli → Pipelines → {Sources, Quality, Sinks, Warehouses} → Records, and leaves.</summary>
public partial class LayerTests
{
    private static readonly string[] Leaves = ["Aws", "Failures", "Manifests", "ObjectStores", "Telemetry"];

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Failures"] = [],
        ["Aws"] = ["Failures"],
        ["Manifests"] = ["Failures"],
        // What is told of a run is its manifest.
        ["Telemetry"] = ["Failures", "Manifests"],
        ["ObjectStores"] = ["Aws", "Failures", "Telemetry"],
        ["Records"] = ["Failures"],
        ["Sources"] = ["Records", .. Leaves],
        ["Quality"] = ["Records", .. Leaves],
        ["Sinks"] = ["Records", .. Leaves],
        ["Warehouses"] = ["Records", .. Leaves],
        ["Pipelines"] = ["Records", "Sources", "Quality", "Sinks", "Warehouses", .. Leaves],
        ["Cli"] = ["Pipelines", "Records", "Sources", "Quality", "Sinks", "Warehouses", .. Leaves],
        [string.Empty] = ["Cli", .. Leaves],
    };

    [Fact]
    public void Sources_EveryFile_LiesInAFolderOfTheRuleAndBearsItsNamespace()
    {
        List<string> wrong = [];
        foreach (SourceFile file in SourceFile.Of("Cti").Where(f => f.RelativePath != "Program.cs"))
        {
            string expected = string.Join('.', ["Cti", .. file.RelativePath.Split('/')[..^1]]);
            string found = Namespace().Match(file.Code).Groups[1].Value;
            if (!MayUse.ContainsKey(file.TopFolder) || found != expected)
            {
                wrong.Add($"{file.RelativePath}: namespace {found}, expected {expected} in a folder of the rule");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Sources_EveryFile_UsesOnlyFoldersBelowItsOwn()
    {
        Dictionary<string, string> folderOfType = FoldersOfTypes();
        List<string> wrong = [];
        foreach (SourceFile file in SourceFile.Of("Cti"))
        {
            foreach (Match use in Mention().Matches(file.Code))
            {
                string folder = use.Groups["folder"].Value;
                // "Manifests.Count" may be a property of that name: without "Cti." in front it counts where a type of that folder follows.
                bool names = use.Groups["root"].Success || (folderOfType.TryGetValue(use.Groups["type"].Value, out string? owner) && owner == folder);
                if (names && MayUse.ContainsKey(folder) && folder != file.TopFolder && !MayUse[file.TopFolder].Contains(folder))
                {
                    wrong.Add($"{file.RelativePath} uses {use.Value}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Assembly_EverySignature_MentionsOnlyFoldersBelowItsOwn()
    {
        List<string> wrong = [];
        foreach (Type type in typeof(Failures.CtiException).Assembly.GetTypes())
        {
            string from = FolderOf(type);
            if (MayUse.TryGetValue(from, out string[]? allowed))
            {
                wrong.AddRange(TypesOfMembers.Of(type)
                    .Where(t => t.Assembly == type.Assembly)
                    .Where(t => FolderOf(t) is var to && to != from && MayUse.ContainsKey(to) && !allowed.Contains(to))
                    .Select(t => $"{type.FullName} mentions {t.FullName}"));
            }
        }

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Parquet_Project_KnowsNothingOfTheProgram()
    {
        Assert.Empty(SourceFile.Of("Cti.Parquet").Where(f => ForeignNamespace().IsMatch(f.Code)).Select(f => f.RelativePath));
        Assert.DoesNotContain("ProjectReference", File.ReadAllText(Repository.Path("cti", "src", "Cti.Parquet", "Cti.Parquet.csproj")), StringComparison.Ordinal);
    }

    [Fact]
    public void Mention_ForbiddenUses_AreSeen()
    {
        // The rule's own test: each way to name a folder is found, look-alikes are not.
        string[] uses = ["using Cti.Sources;", "x = new Cti.Sinks.Parquet.Sink();", "using static Cti.Cli.ExitCode;", "a = (Warehouses.IWarehouse)b;"];
        string[] others = ["Cti.Tests.Other();", "request.Sources.Count();", "MyCti.Sources.X();"];

        Assert.All(uses, u => Assert.Contains(Mention().Matches(u), m => MayUse.ContainsKey(m.Groups["folder"].Value)));
        Assert.All(others, o => Assert.DoesNotContain(Mention().Matches(o), m => MayUse.ContainsKey(m.Groups["folder"].Value)));
    }

    private static Dictionary<string, string> FoldersOfTypes() => typeof(Failures.CtiException).Assembly.GetTypes()
        .Where(t => !t.IsNested)
        .GroupBy(t => t.Name.Split('`')[0])
        .ToDictionary(g => g.Key, g => FolderOf(g.First()));

    private static string FolderOf(Type type) => type.Namespace?.Split('.') is ["Cti", var folder, ..] ? folder : string.Empty;

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.])(?<root>(global::)?Cti\.)?(?<folder>Aws|Cli|Pipelines|Sources|Quality|Sinks|Warehouses|Records|Failures|Manifests|ObjectStores|Telemetry)(\s*;|\.(\w+\.)*(?<type>[A-Z]\w*))")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\bCti\.(?!Parquet\b)\w+")]
    private static partial Regex ForeignNamespace();
}

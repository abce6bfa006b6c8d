using Cti.Cli.Results;
using Cti.Failures;

namespace Cti.Tests.Cli.Results;

public sealed class ResultFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryWrite_FileIsThere_ReplacesItAsAWholeAndLeavesNothingBeside()
    {
        string file = _folder.Write("result.json", "an older and much longer result than the new one");

        Assert.Null(ResultFile.TryWrite(file, "{}"));

        Assert.Equal("{}\n", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void TryWrite_FolderMissing_TellsWhy() => Assert.NotNull(ResultFile.TryWrite(_folder.At("missing/result.json"), "{}"));

    [Fact]
    public void Check_FolderThere_LeavesNoTrace()
    {
        ResultFile.Check(_folder.At("result.json"));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Check_FolderMissing_IsAUsageFailure() =>
        Assert.Equal(FailureKind.Usage, Assert.Throws<CtiException>(() => ResultFile.Check(_folder.At("missing/result.json"))).Kind);
}

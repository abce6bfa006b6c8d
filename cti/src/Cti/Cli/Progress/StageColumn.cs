using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cti.Cli.Progress;

/// <summary>The text beside the bar: rows, MB, MB/s, time left.</summary>
public sealed class StageColumn : ProgressColumn
{
    private readonly Func<StageState> _state;

    /// <summary>Makes the column.</summary>
    /// <param name="state">How far the stage is.</param>
    public StageColumn(Func<StageState> state) => _state = state;

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_state().ToString());
}

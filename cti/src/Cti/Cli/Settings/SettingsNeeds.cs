using Cti.Records;

namespace Cti.Cli.Settings;

/// <summary>What a verb needs of the settings; everything else is optional.</summary>
/// <param name="Dataset">The dataset at work; null where there is none.</param>
/// <param name="Pepper">Whether values are hashed.</param>
public sealed record SettingsNeeds(Dataset? Dataset = null, bool Pepper = false);

namespace Cti.Pipelines.Doctor;

/// <summary>The folder for what does not fit into memory.</summary>
/// <param name="Folder">Where.</param>
/// <param name="FreeBytes">What is free there.</param>
/// <param name="IsMemory">Whether it is a tmpfs, which counts against the memory limit.</param>
/// <param name="MemoryBytes">The bound on the whole process.</param>
public sealed record ScratchSpace(string Folder, long FreeBytes, bool IsMemory, long MemoryBytes);

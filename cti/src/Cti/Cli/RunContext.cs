using Cti.Cli.Settings;
using Cti.Pipelines;
using Microsoft.Extensions.Logging;

namespace Cti.Cli;

/// <summary>What a verb's parts are made from.</summary>
/// <param name="Settings">The settings, valid.</param>
/// <param name="Resources">Memory, threads, scratch space.</param>
/// <param name="Logger">The log.</param>
public sealed record RunContext(CtiSettings Settings, RunResources Resources, ILogger Logger);

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cti.ObjectStores;
using Cti.Telemetry;
using Cti.Warehouses.Redshift.DataApi;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Redshift;

/// <summary>The one statement that a unit's load is, through all calls that try to bring it in: named, noted before it is sent, found again.</summary>
internal sealed class LoadStatement
{
    private const int DigitsOfHash = 12;
    private readonly StatementRunner _runner;
    private readonly LoadIntentStore _intents;
    private readonly ILogger _logger;
    private readonly string _target;
    private string? _sent;

    /// <summary>Makes it; nothing is read yet.</summary>
    public LoadStatement(StatementRunner runner, IObjectStore store, ILogger logger, RedshiftLoadContext context, LoadUnit unit, DataApiTarget target)
    {
        (_runner, _logger, _target) = (runner, logger, target.ToString());
        LoadSource first = unit.Sources[0];
        string runs = string.Join(' ', unit.Sources.Select(s => s.Manifest.Run));
        string hash = HashOf($"{target}\n{context.Schema}\n{context.NameOf(context.Dataset.Tables[0])}\n{context.Mode}\n{unit.Month}\n{runs}")[..DigitsOfHash];
        Name = $"cti/{context.NameOf(context.Dataset.Tables[0])}/{first.Manifest.Run}/{hash}";
        _intents = new LoadIntentStore(store, CopyManifest.Beside(first, $"_load-{hash}.json"));
    }

    /// <summary>The name that it is listed under: of one load into one table of one database.</summary>
    public string Name { get; }

    /// <summary>Waits for the end of what an earlier call, or another one now, has sent.</summary>
    /// <returns>What is noted then.</returns>
    public async Task<LoadIntent?> FinishEarlierAsync(CancellationToken cancellationToken)
    {
        LoadIntent? intent = await _intents.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (intent is null)
            return null;
        // Without an id it may have been sent all the same: the call that noted it may have died before the answer came.
        IReadOnlyList<string> ids = intent.Id is { } id ? [id] : await _runner.UnfinishedAsync(Name, cancellationToken).ConfigureAwait(false);
        foreach (string running in ids)
        {
            if (running != _sent && (intent.Id is null || !intent.Reported))
                _logger.StatementFound(running);
            await _runner.AttachAsync(running, cancellationToken).ConfigureAwait(false);
        }

        return intent;
    }

    /// <summary>Runs the batch.</summary>
    /// <param name="steps">Its statements.</param>
    /// <param name="before">What was noted when it was planned.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its end; null where another call has noted something else in between, so that all has to be looked at again.</returns>
    public async Task<StatementDescription?> RunAsync(IReadOnlyList<LoadStep> steps, LoadIntent? before, CancellationToken cancellationToken)
    {
        string[] sql = [.. steps.Select(s => s.Sql)];
        // What was noted without an id and is not running either has never been sent, or failed: the same token tells the two apart.
        int attempt = before is null ? 1 : before.Id is null ? before.Attempt : before.Attempt + 1;
        string token = HashOf(string.Create(CultureInfo.InvariantCulture, $"{Name}\n{attempt}\n{string.Join('\n', sql)}"));
        LoadIntent intent = new() { Statement = Name, Attempt = attempt, Token = token };
        // The intent comes before the submit: a statement that nobody knows of would be run beside, and found out by the ledger only.
        if (!await _intents.ChangeAsync(found => found == before ? intent : null, cancellationToken).ConfigureAwait(false))
            return null;
        return await _runner.RunAsync(sql, Name, token, id => NoteAsync(intent, id, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether this call is the one that may report the statement's success as its own: of two that sent it at once, one.</summary>
    public Task<bool> ClaimAsync(StatementDescription ended, CancellationToken cancellationToken) =>
        _intents.ChangeAsync(found => found is null || found.Reported || found.Id != ended.Id ? null : found with { Reported = true }, cancellationToken);

    private async Task NoteAsync(LoadIntent intent, string id, CancellationToken cancellationToken)
    {
        _sent = id;
        _logger.StatementSent(id, Name, _target);
        await _intents.ChangeAsync(found => found is { Id: null } && found.Token == intent.Token ? found with { Id = id } : null, cancellationToken).ConfigureAwait(false);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

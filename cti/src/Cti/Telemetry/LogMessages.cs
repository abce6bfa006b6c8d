using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>Every line that the program logs, with a stable id: 1xx the command, 2xx inputs, 3xx transformation, 4xx outputs, 5xx loads.</summary>
/// <remarks>
/// One message a run, an object or a batch, never one a record. ERROR means data loss, or that a person must act. Values that could
/// tell who a person is do not belong here; secrets are scrubbed besides (<see cref="Redactor"/>).
/// </remarks>
public static partial class LogMessages
{
    /// <summary>A verb began.</summary>
    [LoggerMessage(100, LogLevel.Information, "{Verb} {Dataset} begins: memory {MemoryMegabytes} MB, {Threads} threads, scratch space {SpillFolder}")]
    public static partial void RunBegins(this ILogger logger, string verb, string dataset, long memoryMegabytes, int threads, string spillFolder);

    /// <summary>A verb ended well.</summary>
    [LoggerMessage(101, LogLevel.Information, "{Summary}")]
    public static partial void RunEnded(this ILogger logger, string summary);

    /// <summary>A verb did not end well; the message is the same as the result's.</summary>
    [LoggerMessage(102, LogLevel.Error, "{Cause}")]
    public static partial void RunFailed(this ILogger logger, string cause);

    /// <summary>An exception that nobody foresaw: with its stack, for the report of the bug.</summary>
    [LoggerMessage(103, LogLevel.Error, "Unexpected failure, please report it")]
    public static partial void UnexpectedFailure(this ILogger logger, Exception exception);

    /// <summary>The cause underneath a foreseen failure.</summary>
    [LoggerMessage(104, LogLevel.Debug, "Cause of the failure in stage {Stage}")]
    public static partial void FailureCause(this ILogger logger, string stage, Exception exception);

    /// <summary>The scratch space is memory.</summary>
    [LoggerMessage(105, LogLevel.Warning, "The spill folder {SpillFolder} is a tmpfs: what is spilled there counts against the memory limit; give --spill-dir or CTI_SPILL_DIR a folder on a disk")]
    public static partial void SpillFolderIsMemory(this ILogger logger, string spillFolder);

    /// <summary>A variable looks like a setting and is none.</summary>
    [LoggerMessage(106, LogLevel.Warning, "The environment variable {Name} is no setting of cti and is ignored")]
    public static partial void UnknownVariable(this ILogger logger, string name);

    /// <summary>A statement that a dry run would have run.</summary>
    [LoggerMessage(107, LogLevel.Information, "Would run: {Sql}")]
    public static partial void PlannedStatement(this ILogger logger, string sql);

    /// <summary>The file beside the result line could not be written.</summary>
    [LoggerMessage(108, LogLevel.Warning, "The result was not written to {File}: {Reason}")]
    public static partial void ResultFileNotWritten(this ILogger logger, string file, string reason);

    /// <summary>How far a stage is, about every half minute.</summary>
    [LoggerMessage(109, LogLevel.Information, "{Stage}: {Progress}")]
    public static partial void StageProgress(this ILogger logger, string stage, string progress);

    /// <summary>One setting, option or file that is not as it must be; all of them are said before the verb ends.</summary>
    [LoggerMessage(110, LogLevel.Error, "{Violation}")]
    public static partial void Violation(this ILogger logger, string violation);

    /// <summary>One of the most frequent reasons for rejects.</summary>
    [LoggerMessage(111, LogLevel.Information, "Rejected {Records} records for {Code} in {Field}: {Reason}")]
    public static partial void RejectedFor(this ILogger logger, long records, string code, string field, string reason);

    /// <summary>Telemetry or lineage did not reach its receiver; the run itself is not touched by it. Said once a run and receiver.</summary>
    [LoggerMessage(112, LogLevel.Warning, "{What} did not reach its receiver: {Reason}; the run is as it is without it")]
    public static partial void NotDelivered(this ILogger logger, string what, string reason);

    /// <summary>The inputs are known.</summary>
    [LoggerMessage(200, LogLevel.Information, "{Objects} input objects of {Bytes} bytes")]
    public static partial void InputsListed(this ILogger logger, int objects, long bytes);

    /// <summary>An input is missing and the run goes on.</summary>
    [LoggerMessage(201, LogLevel.Warning, "Nothing was found at {Input}; the run goes on without it, as --if-missing skip says")]
    public static partial void InputMissing(this ILogger logger, string input);

    /// <summary>Something about a source is odd and does no harm: a column that the dataset does not know, say.</summary>
    [LoggerMessage(202, LogLevel.Warning, "{Warning}")]
    public static partial void SourceWarning(this ILogger logger, string warning);

    /// <summary>A remote call is tried again.</summary>
    [LoggerMessage(203, LogLevel.Warning, "{Operation} on {Uri} failed and is tried again (attempt {Attempt}): {Reason}")]
    public static partial void CallRetried(this ILogger logger, string operation, string uri, int attempt, string reason);

    /// <summary>An input object was read to its end.</summary>
    [LoggerMessage(204, LogLevel.Debug, "{Source} is read: {Records} records")]
    public static partial void InputRead(this ILogger logger, string source, long records);

    /// <summary>An incremental run has its objects.</summary>
    [LoggerMessage(205, LogLevel.Information, "Run {Run} has claimed {Objects} of {Listed} input objects; the others are taken already, or are another run's")]
    public static partial void ClaimHeld(this ILogger logger, string run, int objects, int listed);

    /// <summary>An incremental run goes on with what a dead one had claimed.</summary>
    [LoggerMessage(206, LogLevel.Warning, "Run {Run} goes on with {Objects} objects that an earlier attempt claimed and did not commit (its lease ran until {LeaseUntil:u}); what is new since then is left for the next run")]
    public static partial void ClaimTakenOver(this ILogger logger, string run, int objects, DateTimeOffset leaseUntil);

    /// <summary>An incremental run's objects are noted as taken.</summary>
    [LoggerMessage(207, LogLevel.Information, "The {Objects} input objects of run {Run} are noted as taken")]
    public static partial void ClaimCommitted(this ILogger logger, string run, int objects);

    /// <summary>A run's inputs are in the archive.</summary>
    [LoggerMessage(208, LogLevel.Information, "{Objects} input objects of run {Run} are moved to {Archive}")]
    public static partial void InputsArchived(this ILogger logger, int objects, string run, string archive);

    /// <summary>An input was removed or replaced before it could be copied to the archive.</summary>
    [LoggerMessage(209, LogLevel.Warning, "{Uri} is not moved to the archive: the version that run {Run} read is no longer there")]
    public static partial void InputNotArchived(this ILogger logger, string uri, string run);

    /// <summary>Files of other datasets are read: a folder that has none of the dataset's own stands for all in it.</summary>
    [LoggerMessage(210, LogLevel.Warning, "{Others} of {Objects} input objects are named for other datasets ({First}) and are read as {Dataset}; where that is a mistake, name its own files by a glob")]
    public static partial void InputsNamedForAnother(this ILogger logger, int others, int objects, string first, string dataset);

    /// <summary>State went to the scratch space.</summary>
    [LoggerMessage(300, LogLevel.Information, "{What} is spilled to {Folder}: {Bytes} bytes")]
    public static partial void Spilled(this ILogger logger, string what, string folder, long bytes);

    /// <summary>Too many rejects, but the run goes on.</summary>
    [LoggerMessage(301, LogLevel.Warning, "{Message}")]
    public static partial void GateWarning(this ILogger logger, string message);

    /// <summary>A number of the run is far from those of the runs before.</summary>
    [LoggerMessage(302, LogLevel.Warning, "Unlike the runs before: {Anomaly}")]
    public static partial void AnomalyFound(this ILogger logger, string anomaly);

    /// <summary>The runs before could not be read.</summary>
    [LoggerMessage(304, LogLevel.Warning, "The run is not compared with those before it: {Reason}")]
    public static partial void NotCompared(this ILogger logger, string reason);

    /// <summary>The run is complete, but later ones will not be compared with it.</summary>
    [LoggerMessage(303, LogLevel.Warning, "Later runs will not be compared with this one, as the history could not be written: {Reason}")]
    public static partial void HistoryNotWritten(this ILogger logger, string reason);

    /// <summary>A part was written.</summary>
    [LoggerMessage(400, LogLevel.Debug, "{Uri} is written: {Rows} rows, {Bytes} bytes")]
    public static partial void PartWritten(this ILogger logger, string uri, long rows, long bytes);

    /// <summary>The manifest was written: the run exists.</summary>
    [LoggerMessage(401, LogLevel.Information, "The manifest {Uri} is written")]
    public static partial void ManifestWritten(this ILogger logger, string uri);

    /// <summary>The run was there already.</summary>
    [LoggerMessage(402, LogLevel.Information, "The run {Run} is complete already: {Uri}")]
    public static partial void RunReused(this ILogger logger, string run, string uri);

    /// <summary>An earlier attempt at the same run left its mark but no manifest.</summary>
    [LoggerMessage(403, LogLevel.Warning, "An earlier attempt at run {Run}, begun {BeganAt:u} with {MemoryMegabytes} MB of memory, did not end by itself: it was killed, perhaps for its memory, or works still. The run is done again, with the same bytes")]
    public static partial void EarlierAttemptUnfinished(this ILogger logger, string run, DateTimeOffset? beganAt, long? memoryMegabytes);

    /// <summary>Records of a type that the dataset does not take.</summary>
    [LoggerMessage(405, LogLevel.Information, "{Records} records are of no wanted type: {Name}")]
    public static partial void RecordsOfOtherType(this ILogger logger, string name, long records);

    /// <summary>A run's manifest is there, one of its parts is not.</summary>
    [LoggerMessage(404, LogLevel.Warning, "{Uri} of run {Run} is missing or of another size; the run is done again, with the same bytes")]
    public static partial void PartMissing(this ILogger logger, string uri, string run);

    /// <summary>A place knows no record of a dataset that others refer to.</summary>
    [LoggerMessage(406, LogLevel.Warning, "{Place} knows nothing of {Dataset}: no run of it is complete there, or none was loaded")]
    public static partial void ReferencesEmpty(this ILogger logger, string place, string dataset);

    /// <summary>What rows refer to was looked up.</summary>
    [LoggerMessage(407, LogLevel.Information, "{Field} names {Wanted} different records, of which {Known} are known among {Dataset}")]
    public static partial void ReferencesFound(this ILogger logger, string field, long wanted, long known, string dataset);
    /// <summary>A shard's share of the inputs is known.</summary>
    [LoggerMessage(410, LogLevel.Information, "Shard {Shard} of {Shards} takes {Objects} of the objects, {Bytes} bytes")]
    public static partial void ShardTaken(this ILogger logger, int shard, int shards, int objects, long bytes);

    /// <summary>The rows of all shards were told apart.</summary>
    [LoggerMessage(411, LogLevel.Information, "{Shards} shards of run {Run} were compared: {Rows} rows are no longer as their shard had them")]
    public static partial void ShardsCompared(this ILogger logger, int shards, string run, long rows);

    /// <summary>The parts of all shards were brought together.</summary>
    [LoggerMessage(412, LogLevel.Information, "{Rewritten} of the parts of run {Run}'s shards were written anew, of {Parts} in all")]
    public static partial void PartsRewritten(this ILogger logger, int rewritten, int parts, string run);

    /// <summary>Files of shards could not be removed.</summary>
    [LoggerMessage(413, LogLevel.Warning, "Files of the shards of run {Run} are left under _runs/{Run}/ and could not be removed: {Reason} The run itself is complete; remove the folders shard=… by hand, they hold its rows")]
    public static partial void ShardsLeft(this ILogger logger, string run, string reason);

    /// <summary>More runs than are read at once have rows that wait for what they refer to.</summary>
    [LoggerMessage(408, LogLevel.Warning, "Rows of {Runs} further runs wait for what they refer to: replay again")]
    public static partial void RowsWaitFurther(this ILogger logger, int runs);

    /// <summary>A load began.</summary>
    [LoggerMessage(500, LogLevel.Information, "Loading {Rows} rows of run {Run} into {Warehouse}")]
    public static partial void LoadBegins(this ILogger logger, long rows, string run, string warehouse);

    /// <summary>A table was loaded.</summary>
    [LoggerMessage(501, LogLevel.Information, "{Table}: {Staged} staged, {Inserted} inserted, {Updated} updated, {Ignored} ignored")]
    public static partial void TableLoaded(this ILogger logger, string table, long staged, long inserted, long updated, long ignored);

    /// <summary>The ledger knew the run.</summary>
    [LoggerMessage(502, LogLevel.Information, "{Table}: run {Run} is loaded already, nothing changed")]
    public static partial void AlreadyLoaded(this ILogger logger, string table, string run);

    /// <summary>A statement of an earlier, broken call is still running; this call waits for it.</summary>
    [LoggerMessage(503, LogLevel.Information, "Statement {Id} of an earlier call is running; waiting for its end")]
    public static partial void StatementFound(this ILogger logger, string id);

    /// <summary>A load's transaction failed in a way that may pass and is done again.</summary>
    [LoggerMessage(504, LogLevel.Warning, "The load into {Warehouse} is tried again (attempt {Attempt}): {Reason}")]
    public static partial void LoadRetried(this ILogger logger, string warehouse, int attempt, string reason);

    /// <summary>The call ends before its statement, which is stopped.</summary>
    [LoggerMessage(505, LogLevel.Warning, "Stopping statement {Id}: this call is ending")]
    public static partial void StatementStopped(this ILogger logger, string id);

    /// <summary>A setting is of no use for this warehouse.</summary>
    [LoggerMessage(506, LogLevel.Warning, "{Warning}")]
    public static partial void SettingUnused(this ILogger logger, string warning);

    /// <summary>A load was sent.</summary>
    [LoggerMessage(507, LogLevel.Information, "Statement {Id} ({Name}) runs in {Warehouse}")]
    public static partial void StatementSent(this ILogger logger, string id, string name, string warehouse);

    /// <summary>A statement came to its end, whichever.</summary>
    [LoggerMessage(508, LogLevel.Debug, "Statement {Id} ended: {State}")]
    public static partial void StatementEnded(this ILogger logger, string id, string state);

    /// <summary>Partitions whose place others took.</summary>
    [LoggerMessage(509, LogLevel.Information, "{Partitions} partitions of {Table} are dropped; their files stay")]
    public static partial void PartitionsDropped(this ILogger logger, int partitions, string table);

    /// <summary>Something of the catalogue is not as it would be made; the load goes on.</summary>
    [LoggerMessage(510, LogLevel.Warning, "{Warning}")]
    public static partial void CatalogueWarning(this ILogger logger, string warning);

    /// <summary>A statement was sent, a load or a question.</summary>
    [LoggerMessage(511, LogLevel.Debug, "Statement {Id} ({Name}) was sent")]
    public static partial void StatementSubmitted(this ILogger logger, string id, string name);

    /// <summary>An erasure that was cut off goes on.</summary>
    [LoggerMessage(620, LogLevel.Information, "Erasure {Key} was cut off; it goes on")]
    public static partial void ErasureResumed(this ILogger logger, string key);

    /// <summary>An erasure has come to its end.</summary>
    [LoggerMessage(621, LogLevel.Information, "Erasure {Key}: {Persons} persons, {Places} places changed; the proof is written")]
    public static partial void ErasureProven(this ILogger logger, string key, int persons, int places);

    /// <summary>An erasure elsewhere was cut off: only its own command reaches the warehouse and the archive that it is about.</summary>
    [LoggerMessage(622, LogLevel.Warning, "Erasure {Key} was cut off and is not of this warehouse and archive, so it stays: complete it by cti erase with the same --output, --warehouse for {Warehouse}, and {Archive}")]
    public static partial void ErasureOfAnotherTarget(this ILogger logger, string key, string warehouse, string archive);

    /// <summary>A run's file is gone, as a rule by a lifecycle: the erasure goes on without it.</summary>
    [LoggerMessage(623, LogLevel.Warning, "{Uri} is missing, which run {Run} lists; the erasure goes on without it and its proof names it")]
    public static partial void ErasureFileMissing(this ILogger logger, string uri, string run);

    /// <summary>A quarantine was read through.</summary>
    [LoggerMessage(610, LogLevel.Information, "{Records} rejected records in {Files} files, from {Sources} source objects")]
    public static partial void QuarantineInspected(this ILogger logger, long records, int files, int sources);
}

namespace Cti.RedshiftSimulator;

/// <summary>How a simulator is set up; what is not given behaves as the service does, without delays.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The address it listens on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>How to reach the PostgreSQL server (15 or later) that runs the SQL, for Npgsql. A request's <c>Database</c> is a database there.</summary>
    /// <remarks>The user must be allowed to create a schema. For Redshift's bytewise order of text, the database's locale must be C.</remarks>
    public required string Postgres { get; init; }

    /// <summary>The S3 that COPY reads; null: COPY fails.</summary>
    public SimulatorS3? S3 { get; init; }

    /// <summary>The keys whose signatures are accepted, at least one.</summary>
    public required IReadOnlyList<SimulatorKey> Keys { get; init; }

    /// <summary>The region that signatures must name; null for any.</summary>
    public string? Region { get; init; }

    /// <summary>How far a request's time may be from now: 5 minutes.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a ClientToken that comes again is answered with the first statement: 8 hours.</summary>
    public TimeSpan TokenSuppression { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long a statement stays SUBMITTED.</summary>
    public TimeSpan SubmittedDelay { get; init; }

    /// <summary>How long it then stays PICKED.</summary>
    public TimeSpan PickedDelay { get; init; }

    /// <summary>How long it is STARTED before its SQL runs.</summary>
    public TimeSpan StartedDelay { get; init; }

    /// <summary>What becomes of <c>WaitTimeSeconds</c> in a request.</summary>
    public WaitTimeSupport WaitTime { get; init; }

    /// <summary>Rows in a page of GetStatementResult: 1,000. The service cuts at 1 MB.</summary>
    public int ResultPageRows { get; init; } = 1000;

    /// <summary>Statements that may be unfinished at once: 500.</summary>
    public int MaxActiveStatements { get; init; } = 500;

    /// <summary>The isolation of every transaction.</summary>
    public SimulatorIsolation Isolation { get; init; }

    /// <summary>Names of the workgroups and clusters there are; null: any.</summary>
    public IReadOnlyCollection<string>? Endpoints { get; init; }

    /// <summary>ARNs of the roles that COPY may take on; null: any.</summary>
    public IReadOnlyCollection<string>? CopyRoles { get; init; }

    /// <summary>Faults from the start; more can be set later by <see cref="DataApiSimulator.Faults"/> or <c>POST /_faults</c>.</summary>
    public IReadOnlyList<SimulatorFault> Faults { get; init; } = [];

    /// <summary>Where COPY puts the files that it reads while it reads them.</summary>
    public string ScratchFolder { get; init; } = Path.GetTempPath();

    /// <summary>The clock of states, tokens and signatures.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

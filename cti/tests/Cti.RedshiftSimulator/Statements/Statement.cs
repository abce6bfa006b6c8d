namespace Cti.RedshiftSimulator;

/// <summary>A statement that was taken: its states and what it answered.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _committing;

    public Statement(StatementRequest request, long number, TimeProvider clock)
    {
        (_clock, Request, Number) = (clock, request, number);
        CreatedAt = UpdatedAt = clock.GetUtcNow();
        Id = Guid.NewGuid().ToString();
        Subs = [.. request.Sqls.Select((s, i) => new SubStatement($"{Id}:{i + 1}", s, CreatedAt))];
    }

    public string Id { get; }

    /// <summary>Its place in the order in which statements came.</summary>
    public long Number { get; }

    public StatementRequest Request { get; }

    public IReadOnlyList<SubStatement> Subs { get; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public StatementStatus Status { get; private set; }

    public string? Error { get; private set; }

    /// <summary>Cancelled by CancelStatement.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Complete once the statement is.</summary>
    public Task Ended => _ended.Task;

    public bool IsOver => Status is StatementStatus.Finished or StatementStatus.Failed or StatementStatus.Aborted;

    /// <summary>Goes on to PICKED or STARTED.</summary>
    public void Move(StatementStatus status)
    {
        lock (_lock)
            Set(status);
    }

    /// <summary>Changes one of its parts.</summary>
    public void Update(SubStatement sub, Action<SubStatement> change)
    {
        lock (_lock)
        {
            change(sub);
            sub.UpdatedAt = UpdatedAt = _clock.GetUtcNow();
        }
    }

    /// <summary>From here on it can no longer be cancelled; false where it was.</summary>
    public bool BeginCommit()
    {
        lock (_lock)
            return _committing = !_cancelled.IsCancellationRequested;
    }

    /// <summary>Ends it. Parts that did not come to an end share the fate of the whole.</summary>
    public void End(StatementStatus status, string? error)
    {
        lock (_lock)
        {
            if (IsOver)
                return;
            Error = error;
            Set(status);
            foreach (SubStatement sub in Subs.Where(s => s.Status is StatementStatus.Submitted or StatementStatus.Picked or StatementStatus.Started))
                (sub.Status, sub.UpdatedAt) = (StatementStatus.Aborted, UpdatedAt);
        }

        _ended.TrySetResult();
    }

    /// <summary>Asks it to stop; false where it is over or about to commit.</summary>
    public bool Cancel()
    {
        lock (_lock)
        {
            if (IsOver || _committing)
                return false;
        }

        _cancelled.Cancel();
        return true;
    }

    /// <summary>Reads several members as of one moment.</summary>
    public T Read<T>(Func<Statement, T> read)
    {
        lock (_lock)
            return read(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _cancelled.Dispose();

    private void Set(StatementStatus status) => (Status, UpdatedAt) = (status, _clock.GetUtcNow());
}

using Cti.Failures;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbFailuresTests
{
    [Theory]
    [InlineData(DuckDbErrorType.IO, "IO Error: Could not set lock on file \"w.db\": Conflicting lock is held in /usr/bin/x (PID 7).", FailureKind.Transient)]
    [InlineData(DuckDbErrorType.IO, "IO Error: could not read from block", FailureKind.Usage)]
    [InlineData(DuckDbErrorType.Transaction, "conflict", FailureKind.Transient)]
    [InlineData(DuckDbErrorType.OutOfMemory, "could not allocate", FailureKind.Usage)]
    [InlineData(DuckDbErrorType.Constraint, "NOT NULL", FailureKind.RefusedByWarehouse)]
    public void Of_EachKind_IsTheFailureThatTheExitCodeNeeds(object type, string message, FailureKind expected)
    {
        CtiException failure = DuckDbFailures.Of(new DuckDbException((DuckDbErrorType)type, message), "load", "w.db");

        Assert.Equal(expected, failure.Kind);
        Assert.Contains("w.db", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LongAdvice_KeepsWhatHappenedOnly()
    {
        CtiException failure = DuckDbFailures.Of(new DuckDbException(DuckDbErrorType.OutOfMemory, "no block left\n\nPossible solutions:\n* …"), "load", "w.db");

        Assert.DoesNotContain("Possible", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}

using Cti.Failures;
using Cti.Records;
using Cti.Warehouses;
using Cti.Warehouses.Checks;

namespace Cti.Tests.Cli.Verbs;

/// <summary>A warehouse that remembers what it was asked and answers what it was told to.</summary>
internal sealed class FakeWarehouse : IWarehouse
{
    public string Kind => "duckdb";

    public string Place => "duckdb:/test";

    public LoadRequest? Request { get; private set; }

    public (string Query, string Period)? Query { get; private set; }

    public bool IsDisposed { get; private set; }

    public Func<LoadRequest, IReadOnlyList<TableLoad>> OnLoad { get; set; } = r => [new TableLoad("duckdb", r.Dataset.Tables[0].Name, 6, 5, 1, 0, false)];

    public QueryTable Answer { get; set; } = new(["company", "events"], [["mail", 12L], ["näme, \"quoted\"", 3L], [null, 1L]]);

    public Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        return Task.FromResult(OnLoad(request));
    }

    public Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        return Task.FromResult<IReadOnlyList<string>>(["SELECT 1", "SELECT 2"]);
    }

    public Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken)
    {
        Query = (query.Name, period);
        return Task.FromResult(Answer);
    }

    public IReadOnlyList<Check> Checks { get; set; } = [Check.Ok("warehouse", "a double")];

    public Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken) => Task.FromResult(Checks);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}

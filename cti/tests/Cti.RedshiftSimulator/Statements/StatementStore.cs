using System.Collections.Concurrent;

namespace Cti.RedshiftSimulator;

/// <summary>All statements that were taken, and the tokens that still stand for one.</summary>
internal sealed class StatementStore(SimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, Statement> _statements = new();
    private readonly Dictionary<string, (string Fingerprint, Statement Statement, DateTimeOffset Until)> _tokens = [];
    private readonly Lock _lock = new();
    private long _last;

    /// <summary>All, the newest first.</summary>
    public IReadOnlyList<Statement> All => [.. _statements.Values.OrderByDescending(s => s.Number)];

    /// <summary>The statement of a request: a new one, or the one that its token stands for.</summary>
    /// <exception cref="DataApiException">The token came with another request, or too many statements are active.</exception>
    public (Statement Statement, bool IsNew) Take(StatementRequest request)
    {
        lock (_lock)
        {
            DateTimeOffset now = options.Clock.GetUtcNow();
            if (request.Token is not null && _tokens.TryGetValue(request.Token, out var known) && now < known.Until)
            {
                return known.Fingerprint == request.Fingerprint
                    ? (known.Statement, false)
                    : throw DataApiException.Validation("The ClientToken was already used by a request with other parameters.");
            }

            if (_statements.Values.Count(s => !s.IsOver) >= options.MaxActiveStatements)
                throw new DataApiException(400, "ActiveStatementsExceededException", $"Active statements exceeded the allowed quota ({options.MaxActiveStatements}).");
            Statement statement = new(request, ++_last, options.Clock);
            _statements[statement.Id] = statement;
            if (request.Token is not null)
                _tokens[request.Token] = (request.Fingerprint, statement, now + options.TokenSuppression);
            return (statement, true);
        }
    }

    /// <summary>The statement of an id, which may end in the number of a part.</summary>
    /// <exception cref="DataApiException">ResourceNotFoundException.</exception>
    public Statement Find(string id) =>
        _statements.TryGetValue(id.Split(':')[0], out Statement? statement) ? statement : throw DataApiException.NotFound("Query does not exist.", id);
}

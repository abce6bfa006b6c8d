using Cti.Quality.Deduplication;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Quality.Sharding;

/// <summary>Decides for the rows of all shards what a single run would have made of each.</summary>
/// <remarks>Memory does not grow with the rows of a key: at most one row of it in each shard has kept its id.</remarks>
/// <param name="policy">What becomes of rows that share a key.</param>
/// <param name="change">Takes each row whose fate is another one than its shard gave it.</param>
internal sealed class ShardJudge(KeyPolicy policy, Action<ShardKey, RowState> change)
{
    private readonly List<ShardKey> _kept = [];
    private bool _any;
    private ShardKey _last;
    private ShardKey _stays;

    /// <summary>Takes the next row, in the order of <see cref="ShardKeyOrder"/> over all shards.</summary>
    public void Add(in ShardKey key)
    {
        if (_any && key.HasKeyOf(_last))
        {
            AddFurther(key);
        }
        else
        {
            Finish();
            _any = true;
            _stays = key;
            Survive(key);
        }

        _last = key;
    }

    /// <summary>Decides what is left. Called once more after the last row.</summary>
    public void Finish()
    {
        // Of the rows that kept their id in their shards, the first of all keeps it.
        if (_kept.Count > 1)
        {
            ulong first = _kept.Min(k => k.Position);
            foreach (ShardKey key in _kept.Where(k => k.Position != first))
                change(key, RowState.Reassigned);
        }

        _kept.Clear();
    }

    private void AddFurther(in ShardKey key)
    {
        switch (policy)
        {
            case KeyPolicy.NewId or KeyPolicy.ExactOnly when key.Content == _last.Content:
                Change(key, RowState.Duplicate);
                break;
            case KeyPolicy.NewId or KeyPolicy.ExactOnly:
                Survive(key);
                break;
            case KeyPolicy.FirstWins:
                Change(key, RowState.Duplicate);
                break;
            case KeyPolicy.Conflict:
                Change(key, key.Content == _stays.Content ? RowState.Duplicate : RowState.Rejected);
                break;
            case KeyPolicy.NewestWins when !Versioned(key).Supersedes(Versioned(_stays)):
                Change(key, RowState.Duplicate);
                break;
            default:
                Change(_stays, RowState.Duplicate);
                _stays = key;
                break;
        }
    }

    private static VersionedRow Versioned(in ShardKey key) => new(key.KeyHigh, key.KeyLow, key.First, key.Second, key.Content, (long)key.Position);

    private void Survive(in ShardKey key)
    {
        if (policy == KeyPolicy.NewId && key.State == RowState.Kept)
            _kept.Add(key);
    }

    private void Change(in ShardKey key, RowState fate)
    {
        if (key.State != fate)
            change(key, fate);
    }
}

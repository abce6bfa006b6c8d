namespace Cti.Records.WebEvents;

/// <summary>The analytics queries of <c>web-events</c>. Ties break by id, in the order of the text's bytes.</summary>
public static class WebEventsQueries
{
    // Who follows whom now: the last that was said of each pair; said at the same moment, the end counts.
    private const string Followers = """
        SELECT user_id_recipient AS user_id, COUNT(*) AS followers
        FROM (
          SELECT user_id_recipient, following, ROW_NUMBER() OVER (PARTITION BY user_id, user_id_recipient ORDER BY moment DESC, following) AS nth
          FROM (
            SELECT user_id, user_id_recipient, "timestamp" AS moment, 1 AS following FROM {follows}
            UNION ALL
            SELECT user_id, user_id_recipient, "timestamp" AS moment, 0 AS following FROM {unfollows}
          ) AS said
        ) AS latest
        WHERE nth = 1 AND following = 1
        GROUP BY user_id_recipient
        ORDER BY followers DESC, user_id_recipient{bytewise}
        LIMIT 10
        """;

    private const string Churned = """
        SELECT u.user_id_recipient AS user_id, COUNT(DISTINCT u.message_id) AS churned_follows
        FROM {unfollows} AS u JOIN {follows} AS f
          ON f.user_id = u.user_id AND f.user_id_recipient = u.user_id_recipient AND f."timestamp" <= u."timestamp"
        GROUP BY u.user_id_recipient
        ORDER BY churned_follows DESC, u.user_id_recipient{bytewise}
        LIMIT 10
        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedQuery> All { get; } =
    [
        new("new-followers-per-day", "Follows by day.", PeriodSql.CountsByDay("follows", "timestamp")),
        new("most-followed-users", "The ten users whom most others follow now.", NamedQuery.Everywhere(Followers)),
        new("posts-per-day", "Posts by day.", PeriodSql.CountsByDay("posts", "timestamp")),
        new("churned-follows", "The ten users who lost most followers: follows that were taken back later.", NamedQuery.Everywhere(Churned)),
    ];
}

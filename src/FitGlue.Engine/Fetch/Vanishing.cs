using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Fetch;

/// <summary>Finds what the source no longer has: missing from a complete list <i>and</i> 404 on its own.</summary>
public sealed class Vanishing(Database database, SourceAccess access)
{
    /// <summary>A list that lacks many is rather wrong than right: what is left over is looked at the next time.</summary>
    private const int Most = 10;

    /// <returns>The source's ids. What the list lacks and the source still has is none of them: lists lag behind.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(
        Connection connection,
        ListedDays listed,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        var gone = new List<string>();
        foreach (var id in await MissingAsync(connection, listed, cancellationToken))
        {
            if (await IsGoneAsync(connection.Id, listed.Source, id, urgency, cancellationToken))
            {
                gone.Add(id);
            }
        }

        return gone;
    }

    // One that cannot be asked for is left to the next look: the list itself is good, and what is new on it must not wait for this one.
    private async Task<bool> IsGoneAsync(
        Guid connectionId,
        IConnectedSource listed,
        string id,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await access.CallAsync(
                connectionId,
                listed.CallFor(id),
                urgency,
                (source, token) => source.FetchAsync(id, token, cancellationToken),
                cancellationToken
            )
                is null;
        }
        catch (ServiceException)
        {
            return false;
        }
    }

    private async Task<List<string>> MissingAsync(Connection connection, ListedDays listed, CancellationToken cancellationToken)
    {
        // A local day begins up to half a day after the UTC day: what may lie before the first listed day is left to the longer list.
        var first = new DateTimeOffset(listed.From.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var ids = listed.Documents.Concat(listed.Unwanted).Select(document => document.ObjectId).ToHashSet(StringComparer.Ordinal);
        await using var db = await database.OpenAsync(cancellationToken);
        var known = await db
            .Activities.Where(row =>
                row.UserId == connection.UserId
                && row.Source == connection.Source
                // What another account brought is not missing from this one's list.
                && row.ConnectionId == connection.Id
                && row.State != ActivityState.Deleted
                && row.StartTime >= first
                && row.StartTime <= listed.RequestedAt
            )
            .OrderByDescending(row => row.StartTime)
            .Select(row => row.ExternalId)
            .ToListAsync(cancellationToken);
        return [.. known.Where(id => !ids.Contains(id) && listed.Covers(id)).Take(Most)];
    }
}

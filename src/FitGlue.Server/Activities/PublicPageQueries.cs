using FitGlue.Core.Activities;
using FitGlue.Engine.Deliver;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Server.Activities;

/// <summary>Reads the pages that anybody with the address may see.</summary>
public sealed class PublicPageQueries(Database database, Shipping shipping)
{
    public async Task<PublicPageReading> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var found = await db
            .PublicPages.AsNoTracking()
            .Where(page => page.Token == token && page.Content != PublicPage.Unpublished)
            .Join(db.Activities, page => page.ActivityId, row => row.Id, (page, row) => new { Page = page, row.State })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new PublicPageReading.Unknown();
        }

        if (found.State is ActivityState.Deleted)
        {
            return new PublicPageReading.Gone();
        }

        var page = found.Page;
        var heartRate = await shipping.DeliveredHeartRateAsync(page.ActivityId, page.Token, page.Revision, cancellationToken);
        return new PublicPageReading.Published(StoredActivity.Read(page.Content), heartRate);
    }
}

public abstract record PublicPageReading
{
    private PublicPageReading() { }

    /// <param name="Activity">As it was published.</param>
    /// <param name="HeartRate">As it was published.</param>
    public sealed record Published(StoredActivity Activity, HeartRate HeartRate) : PublicPageReading;

    public sealed record Gone : PublicPageReading;

    public sealed record Unknown : PublicPageReading;
}

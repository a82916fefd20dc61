using System.Security.Cryptography;
using FitGlue.Core.Targets;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Runs;
using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>Public pages in our own database, one per activity.</summary>
public sealed class PublicPages(Database database, TimeProvider time) : IPublicPages
{
    public Task<Receipt> PublishAsync(Shipment shipment, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var page = await PageAsync(db, shipment.ActivityId, shipment.UserId, cancellationToken);
                (page.Revision, page.PublishedAt) = (shipment.Revision, time.GetUtcNow());
                page.Content = StoredActivity.Of(shipment.Activity).Write();
                return new Receipt(page.Token, PathOf(page));
            },
            cancellationToken
        );

    /// <summary>Where the page of an activity is, or will be once it is published.</summary>
    /// <param name="keeps">False: no address is set aside; null where there is none yet.</param>
    internal async Task<string?> PathAsync(RunSubject subject, bool keeps, CancellationToken cancellationToken)
    {
        await using var look = await database.OpenAsync(cancellationToken);
        if (
            await look.PublicPages.AsNoTracking().FirstOrDefaultAsync(page => page.ActivityId == subject.ActivityId, cancellationToken) is
            { } known
        )
        {
            return PathOf(known);
        }

        return keeps
            ? await database.WriteAsync(
                async db => PathOf(await PageAsync(db, subject.ActivityId, subject.UserId, cancellationToken)),
                cancellationToken
            )
            : null;
    }

    private async Task<PublicPage> PageAsync(FitGlueDb db, Guid activityId, Guid userId, CancellationToken cancellationToken) =>
        await db.PublicPages.FirstOrDefaultAsync(page => page.ActivityId == activityId, cancellationToken)
        ?? db.PublicPages.Add(NewPage(activityId, userId)).Entity;

    private static string PathOf(PublicPage page) => $"/s/{page.Token}";

    private PublicPage NewPage(Guid activityId, Guid userId) =>
        new()
        {
            Token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)),
            ActivityId = activityId,
            UserId = userId,
            Revision = 0,
            Content = PublicPage.Unpublished,
            PublishedAt = time.GetUtcNow(),
        };
}

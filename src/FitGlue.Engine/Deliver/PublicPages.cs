using System.Security.Cryptography;
using FitGlue.Core.Targets;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Deliver;

/// <summary>Public pages in our own database, one per activity.</summary>
internal sealed class PublicPages(Database database, TimeProvider time) : IPublicPages
{
    public Task<Receipt> PublishAsync(Shipment shipment, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                var page = await db.PublicPages.FirstOrDefaultAsync(page => page.ActivityId == shipment.ActivityId, cancellationToken);
                page ??= db.PublicPages.Add(NewPage(shipment)).Entity;
                (page.Revision, page.PublishedAt) = (shipment.Revision, time.GetUtcNow());
                page.Content = StoredActivity.Of(shipment.Activity).Write();
                return new Receipt(page.Token, $"/s/{page.Token}");
            },
            cancellationToken
        );

    private PublicPage NewPage(Shipment shipment) =>
        new()
        {
            Token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)),
            ActivityId = shipment.ActivityId,
            UserId = shipment.UserId,
            Revision = shipment.Revision,
            Content = "",
            PublishedAt = time.GetUtcNow(),
        };
}

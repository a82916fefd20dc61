using FitGlue.Core;
using FitGlue.Engine.Storage;
using FitGlue.Engine.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Tiers;

/// <summary>The tier of each user: a claim that whoever runs the server gives. Nobody pays for anything here.</summary>
public sealed class TierStore(Database database)
{
    public const string ClaimType = "fitglue:tier";

    /// <summary>The lowest, where nobody said anything.</summary>
    public async Task<Tier> OfAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(cancellationToken);
        var claim = await ClaimsOf(db, userId).Select(row => row.ClaimValue).FirstOrDefaultAsync(cancellationToken);
        return Enum.TryParse<Tier>(claim, out var tier) ? tier : default;
    }

    /// <summary>What was blocked waits again and is looked at anew: a running server finds it, another one at its start.</summary>
    public Task SaveAsync(Guid userId, Tier tier, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async db =>
            {
                await ClaimsOf(db, userId).ExecuteDeleteAsync(cancellationToken);
                db.UserClaims.Add(
                    new()
                    {
                        UserId = userId,
                        ClaimType = ClaimType,
                        ClaimValue = tier.ToString(),
                    }
                );
                var blocked = await Blocked.Newest(db).Where(run => run.UserId == userId).ToListAsync(cancellationToken);
                blocked.ForEach(run => run.Requeue(run.CreatedAt));
            },
            cancellationToken
        );

    private static IQueryable<IdentityUserClaim<Guid>> ClaimsOf(FitGlueDb db, Guid userId) =>
        db.UserClaims.Where(row => row.UserId == userId && row.ClaimType == ClaimType);
}

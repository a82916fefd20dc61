using FitGlue.Core.Matching;
using FitGlue.Engine.Fetch;
using FitGlue.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace FitGlue.Engine.Matching;

/// <summary>Where an activity has come from: straight from its source, or through a target that we sent it to.</summary>
public sealed class Origins(Registry registry)
{
    /// <summary>Part of the write that changes the activity. What a person brings is what they say it is.</summary>
    internal async Task SetAsync(FitGlueDb db, ActivityRow row, CancellationToken cancellationToken)
    {
        var echoed =
            row.ConnectionId is null ? null
            : (await Neighborhood.AroundAsync(db, registry, row, null, cancellationToken)) is { Echoed: { } upload } around
                ? (Upload: upload, Sent: around.Others.First(other => other.Candidate.Id == upload.Workout.Id).Row)
            : ((Upload Upload, ActivityRow Sent)?)null;
        row.EchoOf = echoed?.Sent.Id;
        row.Origin = echoed is { } echo ? string.Join(' ', Of(echo.Sent).Through(echo.Upload.Target).Through(row.Source).Places) : null;
    }

    /// <summary>The places it came through, the first first.</summary>
    public static OriginChain Of(ActivityRow row) => row.Origin is { } places ? new([.. places.Split(' ')]) : OriginChain.From(row.Source);
}

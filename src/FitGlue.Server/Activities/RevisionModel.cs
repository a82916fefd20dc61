using FitGlue.Engine.Fetch;

namespace FitGlue.Server.Activities;

/// <summary>One version of an activity as the API shows it.</summary>
/// <param name="FoundBy">webhook, reconcile, import, backfill, settle or upload.</param>
/// <param name="AtSource">When the source says that it happened there, if it told.</param>
/// <param name="Changes">Against the version before; none for the first.</param>
public sealed record RevisionModel(
    int Revision,
    string Reason,
    Finding FoundBy,
    DateTimeOffset? AtSource,
    DateTimeOffset CreatedAt,
    IReadOnlyList<FieldChange> Changes
)
{
    /// <param name="oldestFirst">Every version of one activity.</param>
    public static IReadOnlyList<RevisionModel> Of(IReadOnlyList<ActivityRevision> oldestFirst)
    {
        var contents = oldestFirst.Select(revision => StoredActivity.Read(revision.Content)).ToList();
        return
        [
            .. oldestFirst.Select(
                (revision, i) =>
                    new RevisionModel(
                        revision.Revision,
                        revision.Reason,
                        revision.FoundBy,
                        revision.AtSourceAt,
                        revision.CreatedAt,
                        i == 0 ? [] : RevisionChanges.Between(contents[i - 1], contents[i])
                    )
            ),
        ];
    }
}

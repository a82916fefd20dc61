using FitGlue.Core.Boosters;

namespace FitGlue.Plugins.Histories;

/// <summary>A booster that gives a workout another kind changes it for what comes after it, and not in the history.</summary>
internal static class ChangedKind
{
    /// <param name="outlook">Of the booster that changes the kind.</param>
    public static IEnumerable<Remark> Remarks(Outlook outlook)
    {
        List<string> lookBack = [.. outlook.Later.Where(step => step.Needs.HistoryDays is not null).Select(step => step.Name).Distinct()];
        if (lookBack.Count > 0)
        {
            yield return new(
                false,
                $"The boosters after it see the new kind. {string.Join(" and ", lookBack)}, which look{(lookBack.Count == 1 ? "s" : "")} back, count{(lookBack.Count == 1 ? "s" : "")} earlier workouts with the kind that their source gave them."
            );
        }
    }
}

using FitGlue.Core.Activities;
using FitGlue.Core.Settings;

namespace FitGlue.Core.Sources;

/// <summary>A source whose pipelines may hold workouts back: the ring detects every walk to the shop.</summary>
public interface IFilteringSource
{
    /// <summary>The source settings of a pipeline.</summary>
    SettingsShape Settings { get; }

    /// <summary>The rule that holds the workout back, in a sentence for the person; null lets it through. Pure.</summary>
    /// <param name="settings">An instance of <see cref="SettingsShape.Type"/>.</param>
    string? HeldBackBy(Activity activity, object settings);
}

using FitGlue.Core.Activities;
using FitGlue.Core.Settings;

namespace FitGlue.Plugins.Sources.Oura;

internal sealed partial class OuraSource
{
    public SettingsShape Settings { get; } = SettingsShape.Of<OuraSourceSettings>();

    public string? HeldBackBy(Activity activity, object settings) =>
        OuraSessions.IsSession(activity.ExternalId)
            ? OuraSessions.HeldBackBy(activity, (OuraSourceSettings)settings)
            : OuraNoise.HeldBackBy(activity, (OuraSourceSettings)settings);
}

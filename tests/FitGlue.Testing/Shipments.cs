using FitGlue.Core.Activities;
using FitGlue.Core.Targets;

namespace FitGlue.Testing;

/// <summary>Activities on their way to a place.</summary>
public static class Shipments
{
    public static Shipment Of(Activity activity, int user = 1) =>
        new(Id(1), Id(user), $"fitglue-{activity.Source}-{activity.ExternalId}", Revision: 1, activity, Earlier: null);

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}

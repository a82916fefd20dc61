using FitGlue.Engine.Connections;
using FitGlue.Server.Connections;

namespace FitGlue.Server.Home;

/// <summary>How things stand, in one sentence.</summary>
public static class HomeSentence
{
    /// <param name="needsYou">How many things wait for the person.</param>
    public static string Of(IReadOnlyList<ConnectionModel> connections, int needsYou)
    {
        if (connections.Count == 0)
        {
            return "Nothing is connected yet.";
        }

        var importing = connections.Where(connection => !connection.Import.IsOver).Select(connection => connection.SourceName).ToList();
        return needsYou switch
        {
            1 => "One thing needs you.",
            > 1 => $"{needsYou} things need you.",
            _ when importing.Count > 0 => $"{string.Join(" and ", importing)} is being imported.",
            _ when connections.All(connection => connection.State is HealthState.Up) => connections.Count == 1
                ? $"{connections[0].SourceName} is up, and nothing needs you."
                : $"All {connections.Count} connections are up, and nothing needs you.",
            _ => "Nothing needs you.",
        };
    }
}

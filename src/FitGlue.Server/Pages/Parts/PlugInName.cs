using System.Collections.Frozen;

namespace FitGlue.Server.Pages.Parts;

internal static class PlugInName
{
    /// <summary>The name of a plug-in; its id where this server no longer has it.</summary>
    public static string NameOf<T>(this FrozenDictionary<string, T> plugIns, string id, Func<T, string> name) =>
        plugIns.TryGetValue(id, out var plugIn) ? name(plugIn) : id;
}

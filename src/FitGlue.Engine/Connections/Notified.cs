using Microsoft.Extensions.Options;

namespace FitGlue.Engine.Connections;

/// <summary>Whether a source calls us, and where: it needs a public address of ours and the wish for it.</summary>
public sealed class Notified(Registry registry, IOptions<EngineOptions> options)
{
    /// <summary>Our webhook address for a source; null: it is polled alone.</summary>
    public Uri? CallbackOf(string sourceId) =>
        registry.Notifying(sourceId) is { } source
        && options.Value.PublicUrl is { } publicUrl
        && source.WantsWebhooks(hasPublicUrl: true)
        && registry.Connected(sourceId)?.Setup.Ready is true
            ? new Uri(publicUrl, $"/webhooks/{sourceId}")
            : null;
}

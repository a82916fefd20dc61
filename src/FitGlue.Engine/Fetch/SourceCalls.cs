using FitGlue.Core;
using FitGlue.Core.Sources;
using FitGlue.Engine.Connections;
using FitGlue.Engine.Limits;

namespace FitGlue.Engine.Fetch;

/// <summary>The one way from here to a source: every call says how urgent it is.</summary>
public sealed class SourceCalls(SourceAccess access)
{
    public Task<T> CallAsync<T>(
        Guid connectionId,
        Urgency urgency,
        Func<IConnectedSource, Secret, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        _ = urgency;
        return access.CallAsync(connectionId, call, cancellationToken);
    }
}

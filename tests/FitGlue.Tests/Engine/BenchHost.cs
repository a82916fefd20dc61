using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace FitGlue.Tests.Engine;

/// <summary>Grains that take every call and do nothing.</summary>
public class SilentGrains : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(Task) ? Task.CompletedTask
        : targetMethod.ReturnType.IsInterface ? Create(targetMethod.ReturnType, typeof(SilentGrains))
        : null;
}

internal sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}

using FitGlue.Engine.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace FitGlue.Server.Hosting;

/// <summary>A request that could not be done because the database takes nothing: 503 with a code that stays, and what to do.</summary>
internal sealed class StorageTroubleHandler(StorageState storage, IProblemDetailsService problems) : IExceptionHandler
{
    private static readonly object Key = new();

    /// <summary>What the failed request met, for the page that tells of it.</summary>
    public static string? TextOf(HttpContext context) => context.Items[Key] as string;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (StorageFaults.Of(exception) is not { } fault)
        {
            return false;
        }

        storage.Note(exception);
        var isSignedIn = httpContext.User.Identity?.IsAuthenticated is true;
        var text = isSignedIn ? storage.TextOf(fault) : "This server cannot store anything at the moment.";
        httpContext.Items[Key] = text;
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return httpContext.Request.Path.StartsWithSegments("/api")
            && await problems.TryWriteAsync(
                new()
                {
                    HttpContext = httpContext,
                    ProblemDetails =
                    {
                        Status = StatusCodes.Status503ServiceUnavailable,
                        Detail = text,
                        Extensions = { ["code"] = CodeOf(fault) },
                    },
                }
            );
    }

    private static string CodeOf(StorageFault fault) =>
        fault switch
        {
            StorageFault.Full => "storage_full",
            StorageFault.ReadOnly => "storage_read_only",
            StorageFault.Locked => "storage_locked",
            StorageFault.Damaged => "storage_damaged",
            _ => "storage_failed",
        };
}

using FitGlue.Engine.Connections;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Server.Connections;

/// <summary>Where a provider sends the browser back to. The answer is a redirect to a clean address, so that no code stays in the history.</summary>
internal static class ConnectionCallback
{
    public static void MapConnectionCallback(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/connections/{source}/callback", FinishAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<RedirectHttpResult> FinishAsync(
        string source,
        HttpContext context,
        Authorizations authorizations,
        PublicAddress address,
        RefusalNotes notes,
        CancellationToken cancellationToken
    )
    {
        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        var outcome = await authorizations.FinishAsync(
            context.User.UserId(),
            source,
            BrowserCookie.Read(context),
            query,
            address.Callback(source),
            cancellationToken
        );
        return TypedResults.Redirect(PageFor(source, outcome, notes));
    }

    /// <summary>The page that tells what came of it.</summary>
    internal static string PageFor(string source, ConnectOutcome outcome, RefusalNotes notes) =>
        outcome switch
        {
            ConnectOutcome.Connected connected => QueryHelpers.AddQueryString(
                "/connections",
                new Dictionary<string, string?> { ["connected"] = source, ["missing"] = string.Join(' ', connected.MissingScopes) }
            ),
            ConnectOutcome.Refused refused => QueryHelpers.AddQueryString("/connections", "refused", notes.Seal(refused.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

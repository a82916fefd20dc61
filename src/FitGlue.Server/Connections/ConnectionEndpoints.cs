using System.Security.Claims;
using FitGlue.Engine.Connections;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Connections;

internal static class ConnectionEndpoints
{
    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/connections").WithTags("Connections");
        group.MapGet("/", ListAsync);
        group.MapPost("/{source}/authorize", AuthorizeAsync);
        group.MapPost("/{id:guid}/check", CheckAsync);
        group.MapPost("/{id:guid}/pause", PauseAsync);
        group.MapPost("/{id:guid}/resume", ResumeAsync);
        group.MapDelete("/{id:guid}", DeleteAsync);
    }

    private static async Task<Ok<Page<ConnectionModel>>> ListAsync(
        ClaimsPrincipal user,
        ConnectionQueries connections,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new Page<ConnectionModel>(await connections.ListAsync(user.UserId(), cancellationToken), null));

    private static async Task<Results<Ok<AuthorizeAnswer>, ProblemHttpResult>> AuthorizeAsync(
        string source,
        HttpContext context,
        Authorizations authorizations,
        PublicAddress address,
        CancellationToken cancellationToken
    )
    {
        var browser = BrowserCookie.Ensure(context);
        var start = await authorizations.BeginAsync(context.User.UserId(), source, browser, address.Callback(source), cancellationToken);
        return start switch
        {
            AuthorizeStart.Ready ready => TypedResults.Ok(new AuthorizeAnswer(ready.AuthorizeUrl)),
            AuthorizeStart.NotSetUp notSetUp => Problems.Of(
                StatusCodes.Status409Conflict,
                "source_not_set_up",
                $"This server has no application at the source yet. Whoever runs it has to set {string.Join(" and ", notSetUp.Missing)}."
            ),
            _ => Problems.NotFound("source"),
        };
    }

    // What the probes tell is there at once; what a new listing finds follows.
    private static async Task<Results<Ok<CheckAnswer>, ProblemHttpResult>> CheckAsync(
        Guid id,
        ClaimsPrincipal user,
        Probing probing,
        Disconnecting connections,
        ConnectionQueries queries,
        CancellationToken cancellationToken
    )
    {
        await connections.CheckAsync(user.UserId(), id, cancellationToken);
        if (await probing.RunAsync(user.UserId(), id, cancellationToken) is not { } probes)
        {
            return Problems.NotFound("connection");
        }

        return await queries.FindAsync(user.UserId(), id, cancellationToken) is { } connection
            ? TypedResults.Ok(new CheckAnswer(probes, connection.State, connection.StateReason, connection))
            : Problems.NotFound("connection");
    }

    private static async Task<Results<Ok<ConnectionModel>, ProblemHttpResult>> PauseAsync(
        Guid id,
        ClaimsPrincipal user,
        Pausing pausing,
        ConnectionQueries queries,
        CancellationToken cancellationToken
    )
    {
        await pausing.PauseAsync(user.UserId(), id, cancellationToken);
        return await AnswerAsync(user.UserId(), id, queries, cancellationToken);
    }

    private static async Task<Results<Ok<ConnectionModel>, ProblemHttpResult>> ResumeAsync(
        Guid id,
        ClaimsPrincipal user,
        Pausing pausing,
        ConnectionQueries queries,
        CancellationToken cancellationToken
    )
    {
        await pausing.ResumeAsync(user.UserId(), id, cancellationToken);
        return await AnswerAsync(user.UserId(), id, queries, cancellationToken);
    }

    private static async Task<Results<Ok<ConnectionModel>, ProblemHttpResult>> AnswerAsync(
        Guid userId,
        Guid id,
        ConnectionQueries queries,
        CancellationToken cancellationToken
    ) =>
        await queries.FindAsync(userId, id, cancellationToken) is { } connection
            ? TypedResults.Ok(connection)
            : Problems.NotFound("connection");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        ClaimsPrincipal user,
        Disconnecting connections,
        CancellationToken cancellationToken
    ) =>
        await connections.DisconnectAsync(user.UserId(), id, cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("connection");
}

/// <param name="AuthorizeUrl">Where the person's browser goes to grant access.</param>
public sealed record AuthorizeAnswer(Uri AuthorizeUrl);

/// <param name="State">How the connection is, now that it was asked.</param>
public sealed record CheckAnswer(IReadOnlyList<Probe> Probes, HealthState State, string? StateReason, ConnectionModel Connection);

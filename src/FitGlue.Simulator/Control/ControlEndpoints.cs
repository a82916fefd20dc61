using System.Net;
using System.Text.Json;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Control;

/// <summary>The same hand over HTTP, as JSON under <c>/control</c>; answers this machine alone.</summary>
internal sealed class ControlEndpoints(OuraControl control)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/control").AddEndpointFilter(OnlyHereAsync);
        MapPeople(group);
        MapWorkouts(group);
        MapSessions(group);
        MapObservation(group);
    }

    private void MapPeople(RouteGroupBuilder group)
    {
        group.MapGet("/people", () => Json(control.People));
        group.MapPut("/people/{name}", (string name, HttpRequest request, CancellationToken stop) => PutPersonAsync(name, request, stop));
        group.MapPost("/people/{name}/sync", (string name, bool? openApp) => Json(control.Sync(name, openApp ?? true)));
        group.MapPost(
            "/people/{name}/revoke",
            (string name, string? clientId) => Json(new { revoked = control.RevokeGrants(name, clientId) })
        );
        group.MapPost("/people/{name}/withdraw", (string name, string scope) => Json(new { changed = control.WithdrawScope(name, scope) }));
        group.MapGet("/people/{name}/workouts", (string name) => Json(control.Workouts(name)));
        group.MapGet("/apps", () => Json(control.Apps));
        group.MapPut(
            "/apps/{clientId}",
            (string clientId, HttpRequest request, CancellationToken stop) => PutAppAsync(clientId, request, stop)
        );
        group.MapGet("/knobs", () => Json(control.Knobs));
        group.MapPatch("/knobs", (HttpRequest request, CancellationToken stop) => TurnAsync(request, stop));
        group.MapPost("/tokens/expire", () => Json(new { expired = control.ExpireAccessTokens() }));
    }

    private void MapWorkouts(RouteGroupBuilder group)
    {
        group.MapPost(
            "/workouts",
            async (HttpRequest request, CancellationToken stop) =>
                Json(control.AddWorkout(await BodyAsync<NewWorkout>(request, stop) ?? new NewWorkout()))
        );
        group.MapPatch(
            "/workouts/{id}",
            async (string id, HttpRequest request, CancellationToken stop) =>
                Json(control.EditWorkout(id, await BodyAsync<WorkoutEdit>(request, stop) ?? new WorkoutEdit()))
        );
        group.MapPost("/workouts/{id}/confirm", (string id) => Json(control.ConfirmWorkout(id)));
        group.MapPost("/workouts/{id}/restore", (string id, bool? notify) => Done(() => control.RestoreWorkout(id, notify ?? true)));
        group.MapDelete("/workouts/{id}", (string id, bool? notify) => Done(() => control.DeleteWorkout(id, notify ?? true)));
        group.MapPost(
            "/workouts/{id}/heart-rate/hold",
            (string id, double? seconds) => Done(() => control.HoldHeartRate(id, seconds is { } time ? TimeSpan.FromSeconds(time) : null))
        );
        group.MapPost("/workouts/{id}/heart-rate/release", (string id) => Done(() => control.ReleaseHeartRate(id)));
        group.MapPost(
            "/documents/{id}/hide",
            (string id, double? seconds) => Done(() => control.HideDocument(id, TimeSpan.FromSeconds(seconds ?? 30)))
        );
    }

    private void MapSessions(RouteGroupBuilder group)
    {
        group.MapGet("/people/{name}/sessions", (string name) => Json(control.Sessions(name)));
        group.MapPost(
            "/sessions",
            async (HttpRequest request, CancellationToken stop) =>
                Json(control.AddSession(await BodyAsync<NewSession>(request, stop) ?? new NewSession()))
        );
        group.MapPatch(
            "/sessions/{id}",
            async (string id, HttpRequest request, CancellationToken stop) =>
                Json(control.EditSession(id, await BodyAsync<SessionEdit>(request, stop) ?? new SessionEdit()))
        );
        group.MapDelete("/sessions/{id}", (string id, bool? notify) => Done(() => control.DeleteSession(id, notify ?? true)));
    }

    private void MapObservation(RouteGroupBuilder group)
    {
        group.MapPost("/webhooks/lose", (int? count) => Done(() => control.LoseWebhooks(count ?? 1)));
        group.MapPost("/webhooks/repeat", (int? count, int? times) => Done(() => control.RepeatWebhooks(count ?? 1, times ?? 2)));
        group.MapPost("/webhooks/reorder", (int? count) => Done(() => control.ReorderWebhooks(count ?? 2)));
        group.MapPost(
            "/webhooks/send",
            (string person, string eventType, string dataType, string objectId) =>
                Done(() => control.Notify(person, eventType, dataType, objectId))
        );
        group.MapPost("/webhooks/resend", () => Json(new { resent = control.ResendWebhooks() }));
        group.MapPost("/subscriptions/lose", () => Done(control.LoseSubscriptions));
        group.MapPost("/subscriptions/expire", () => Done(control.ExpireSubscriptions));
        group.MapPost(
            "/faults",
            async (HttpRequest request, CancellationToken stop) =>
            {
                control.AddFault(await BodyAsync<Fault>(request, stop) ?? throw new JsonException("A fault needs a path and a kind."));
                return Json(control.Faults);
            }
        );
        group.MapDelete("/faults", () => Done(control.ClearFaults));
        group.MapDelete("/requests", () => Done(control.ResetRequests));
        group.MapGet("/state", () => Json(State()));
    }

    private object State() =>
        new
        {
            subscriptions = control.Subscriptions,
            deliveries = control.Deliveries,
            pendingDeliveries = control.PendingDeliveries,
            requests = control.Requests.GroupBy(r => $"{r.Method} {r.Path}").ToDictionary(g => g.Key, g => g.Count()),
            grants = control.Grants,
            tokensIssued = control.TokensIssued,
            faults = control.Faults,
        };

    private async Task<IResult> PutPersonAsync(string name, HttpRequest request, CancellationToken cancellationToken)
    {
        var known = control.People.FirstOrDefault(p => p.Name == name) ?? control.AddPerson(name);
        control.PutPerson(await MergedAsync(known, request, cancellationToken) with { Name = name });
        return Json(control.Person(name));
    }

    private async Task<IResult> PutAppAsync(string clientId, HttpRequest request, CancellationToken cancellationToken)
    {
        var known = control.Apps.FirstOrDefault(a => a.ClientId == clientId) ?? new SimulatedApp { ClientId = clientId, ClientSecret = "" };
        control.PutApp(await MergedAsync(known, request, cancellationToken) with { ClientId = clientId });
        return Json(control.Apps.First(a => a.ClientId == clientId));
    }

    private async Task<IResult> TurnAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var turned = await MergedAsync(control.Knobs, request, cancellationToken);
        return Json(control.Turn(_ => turned));
    }

    /// <summary>What is known with the fields of the body put over it.</summary>
    private static async Task<T> MergedAsync<T>(T known, HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var merged = JsonSerializer.SerializeToNode(known, Wire.Options)?.AsObject() ?? [];
        var body = await BodyAsync<Dictionary<string, JsonElement>>(request, cancellationToken) ?? [];
        foreach (var (name, value) in body)
        {
            merged[name] = System.Text.Json.Nodes.JsonNode.Parse(value.GetRawText());
        }

        return merged.Deserialize<T>(Wire.Options) ?? known;
    }

    private static async Task<T?> BodyAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        request.ContentLength is 0 or null && !request.Headers.TransferEncoding.Contains("chunked")
            ? default
            : await JsonSerializer.DeserializeAsync<T>(request.Body, Wire.Options, cancellationToken);

    private static IResult Json<T>(T value) => Results.Json(value, Wire.Options);

    private static IResult Done(Action action)
    {
        action();
        return Results.NoContent();
    }

    /// <summary>No other machine, and no web page that points a name of its own at this one.</summary>
    private static async ValueTask<object?> OnlyHereAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        var here = invocation.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        if (!here || request.Headers.Origin.Count > 0 || request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            return Results.StatusCode(403);
        }

        try
        {
            return await next(invocation);
        }
        catch (KeyNotFoundException unknown)
        {
            return Results.Json(new { error = unknown.Message }, Wire.Options, statusCode: 404);
        }
        catch (JsonException unreadable)
        {
            return Results.Json(new { error = unreadable.Message }, Wire.Options, statusCode: 400);
        }
    }
}

using System.Text.Json.Nodes;
using FitGlue.Simulator.Collections;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Webhooks;

/// <summary>Subscriptions of an app: one for each pair of event and data type, for all people, until they expire.</summary>
internal sealed class SubscriptionEndpoints(Store store, Handshake handshake, TimeProvider time)
{
    private const string Path = "/v2/webhook/subscription";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpRequest request) => For(request, List));
        routes.MapPost(Path, (HttpRequest request, CancellationToken stop) => ForAsync(request, app => CreateAsync(app, request, stop)));
        routes.MapGet(Path + "/{id}", (HttpRequest request, string id) => For(request, app => Find(app, id, Found)));
        routes.MapPut(
            Path + "/{id}",
            (HttpRequest request, string id, CancellationToken stop) => ForAsync(request, app => ChangeAsync(app, id, request, stop))
        );
        routes.MapPut(Path + "/renew/{id}", (HttpRequest request, string id) => For(request, app => Find(app, id, Renew)));
        routes.MapDelete(Path + "/{id}", (HttpRequest request, string id) => For(request, app => Find(app, id, Delete)));
    }

    private IResult List(SimulatedApp app)
    {
        var own = store.Read(s => s.Subscriptions.Where(x => x.ClientId == app.ClientId).ToArray());
        return OAuthAnswers.Json(200, new JsonArray([.. own.Select(Body)]));
    }

    private async Task<IResult> CreateAsync(SimulatedApp app, HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, refusal) = await SubscriptionRequest.ReadAsync(
            request,
            ["callback_url", "verification_token", "event_type", "data_type"],
            cancellationToken
        );
        if (body is not { CallbackUrl: { } callback, VerificationToken: { } token, EventType: { } eventType, DataType: { } dataType })
        {
            return refusal ?? Results.UnprocessableEntity();
        }

        if (!await handshake.SucceedsAsync(callback, token, cancellationToken))
        {
            return Answers.Detail(store.Read(s => s.Knobs.FailedHandshakeStatus), "Webhook verification failed.");
        }

        return store.Change(s =>
        {
            if (s.Subscriptions.Exists(x => IsPair(x, app, eventType, dataType) && x.ExpirationTime > time.GetUtcNow()))
            {
                return Answers.Detail(s.Knobs.DuplicateSubscriptionStatus, "A subscription for this event type and data type exists.");
            }

            s.Subscriptions.RemoveAll(x => IsPair(x, app, eventType, dataType));
            var subscription = new Subscription
            {
                Id = Guid.NewGuid().ToString(),
                ClientId = app.ClientId,
                CallbackUrl = callback,
                VerificationToken = token,
                EventType = eventType,
                DataType = dataType,
                ExpirationTime = time.GetUtcNow() + s.Knobs.SubscriptionLifetime,
            };
            s.Subscriptions.Add(subscription);
            return OAuthAnswers.Json(201, Body(subscription));
        });
    }

    private async Task<IResult> ChangeAsync(SimulatedApp app, string id, HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, refusal) = await SubscriptionRequest.ReadAsync(request, ["verification_token"], cancellationToken);
        var known = store.Read(s => s.Subscriptions.Find(x => x.Id == id && x.ClientId == app.ClientId));
        if (body is not { VerificationToken: { } token } || known is null)
        {
            return refusal ?? Unknown();
        }

        var changed = known with
        {
            VerificationToken = token,
            CallbackUrl = body.CallbackUrl ?? known.CallbackUrl,
            EventType = body.EventType ?? known.EventType,
            DataType = body.DataType ?? known.DataType,
        };
        if (!await handshake.SucceedsAsync(changed.CallbackUrl, token, cancellationToken))
        {
            return Answers.Detail(store.Read(s => s.Knobs.FailedHandshakeStatus), "Webhook verification failed.");
        }

        return Find(app, id, subscription => Replace(subscription, changed));
    }

    private IResult Renew(Subscription subscription) =>
        Replace(subscription, subscription with { ExpirationTime = time.GetUtcNow() + store.Read(s => s.Knobs.SubscriptionLifetime) });

    private IResult Delete(Subscription subscription)
    {
        store.Change(s => s.Subscriptions.RemoveAll(x => x.Id == subscription.Id));
        return Results.NoContent();
    }

    private IResult Replace(Subscription old, Subscription changed)
    {
        store.Change(s =>
        {
            var index = s.Subscriptions.FindIndex(x => x.Id == old.Id);
            if (index >= 0)
            {
                s.Subscriptions[index] = changed;
            }
        });
        return Found(changed);
    }

    private IResult For(HttpRequest request, Func<SimulatedApp, IResult> answer) => App(request) is { } app ? answer(app) : BadClient();

    private Task<IResult> ForAsync(HttpRequest request, Func<SimulatedApp, Task<IResult>> answer) =>
        App(request) is { } app ? answer(app) : Task.FromResult(BadClient());

    private SimulatedApp? App(HttpRequest request)
    {
        var (id, secret) = (request.Headers["x-client-id"].ToString(), request.Headers["x-client-secret"].ToString());
        return store.Read(s => s.Apps.GetValueOrDefault(id)) is { } app && app.ClientSecret == secret ? app : null;
    }

    private IResult Find(SimulatedApp app, string id, Func<Subscription, IResult> answer) =>
        store.Read(s => s.Subscriptions.Find(x => x.Id == id && x.ClientId == app.ClientId)) is { } known ? answer(known) : Unknown();

    private IResult Unknown() =>
        Answers.Detail(store.Read(s => s.Knobs.UnknownSubscriptionStatus), "Webhook with specified id does not exist.");

    private IResult BadClient() => Answers.Detail(store.Read(s => s.Knobs.WebhookBadClientStatus), "Invalid client credentials.");

    private static bool IsPair(Subscription subscription, SimulatedApp app, string eventType, string dataType) =>
        subscription.ClientId == app.ClientId && subscription.EventType == eventType && subscription.DataType == dataType;

    private static IResult Found(Subscription subscription) => OAuthAnswers.Json(200, Body(subscription));

    private static JsonObject Body(Subscription subscription) =>
        new()
        {
            ["id"] = subscription.Id,
            ["callback_url"] = subscription.CallbackUrl,
            ["event_type"] = subscription.EventType,
            ["data_type"] = subscription.DataType,
            ["expiration_time"] = Wire.Time(subscription.ExpirationTime),
        };
}

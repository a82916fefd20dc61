using System.Text.Json.Nodes;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.People;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Lists and single documents of every collection that has documents.</summary>
internal sealed class DocumentEndpoints(Store store, World world, Gate gate, Hidden hidden)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var collection in Catalog.All)
        {
            var path = $"/v2/usercollection/{collection.Path}";
            routes.MapGet(path, (HttpRequest request) => Exact(request, path) ?? List(request, collection));
            routes.MapGet(path + "/{id}", (HttpRequest request, string id) => Exact(request, path) ?? Single(request, collection, id));
        }
    }

    /// <summary>Paths are case-sensitive, unlike routing here: vO2_max has a capital letter.</summary>
    private static IResult? Exact(HttpRequest request, string path) =>
        request.Path.StartsWithSegments(path, StringComparison.Ordinal) ? null : Answers.Detail(404, "Not Found");

    private IResult Single(HttpRequest request, Collection collection, string id)
    {
        var (caller, refusal) = gate.Open(request, collection.Scope);
        if (caller is null)
        {
            return refusal ?? Answers.NotFound();
        }

        var document = hidden.Covers(id) ? null : collection.Documents(world, caller.Person).FirstOrDefault(d => d.Id == id);
        return document is null ? Answers.NotFound() : OAuthAnswers.Json(200, document.Body());
    }

    private IResult List(HttpRequest request, Collection collection)
    {
        var (caller, refusal) = gate.Open(request, collection.Scope);
        if (caller is null)
        {
            return refusal ?? Answers.NotFound();
        }

        var knobs = store.Read(s => s.Knobs);
        var (start, badStart) = collection.HasDates ? DateQuery.Read(request, "start_date") : (null, null);
        var (end, badEnd) = collection.HasDates ? DateQuery.Read(request, "end_date") : (null, null);
        if ((badStart ?? badEnd) is { } unreadable)
        {
            return unreadable;
        }

        if (start > end)
        {
            return Answers.Reversed(knobs);
        }

        var query = new PageToken(start?.UtcTicks, end?.UtcTicks, request.Query["fields"].ToString(), long.MinValue, null, 0);
        if (request.Query["next_token"].ToString() is { Length: > 0 } token)
        {
            if (PageToken.Read(token) is not { } position)
            {
                return Answers.BadToken();
            }

            query = position;
        }

        return Page(collection.Documents(world, caller.Person), query, knobs);
    }

    private static IResult Page(IEnumerable<Document> documents, PageToken query, Knobs knobs)
    {
        var size = knobs.DocumentPageSize > 0 ? knobs.DocumentPageSize : int.MaxValue - 1;
        var rest = documents
            .Where(d => d.At.UtcTicks >= (query.Start ?? long.MinValue) && d.At.UtcTicks <= (query.End ?? long.MaxValue))
            .Where(d => IsAfter(d, query))
            .Take(size + 1)
            .ToArray();
        var page = rest.Length > size ? rest[..size] : rest;
        var next = rest.Length > size ? (query with { At = page[^1].At.UtcTicks, After = page[^1].Id }).ToString() : null;
        var answer = new JsonObject
        {
            ["data"] = new JsonArray([.. page.Select(d => Only(query.Fields, d.Body()))]),
            ["next_token"] = next,
        };
        return OAuthAnswers.Json(200, answer);
    }

    private static bool IsAfter(Document document, PageToken query) =>
        query.After is null
        || document.At.UtcTicks > query.At
        || document.At.UtcTicks == query.At && string.CompareOrdinal(document.Id, query.After) > 0;

    /// <summary>The named fields, and always <c>id</c> and <c>day</c>; names that mean nothing are ignored, and alone they mean everything.</summary>
    private static JsonObject Only(string? fields, JsonObject body)
    {
        var wanted = (fields ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
        wanted.IntersectWith(body.Select(p => p.Key));
        if (wanted.Count == 0)
        {
            return body;
        }

        foreach (var name in body.Select(p => p.Key).Where(n => n is not ("id" or "day") && !wanted.Contains(n)).ToArray())
        {
            body.Remove(name);
        }

        return body;
    }
}

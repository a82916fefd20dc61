using System.Text.Json.Nodes;
using FitGlue.Simulator.People;

namespace FitGlue.Simulator.Collections;

/// <summary>One document: <see cref="At"/> is what date filters look at; the body is only written for those that are answered.</summary>
internal sealed record Document(string Id, DateTimeOffset At, Func<JsonObject> Body);

/// <summary>A collection of documents. <see cref="DataType"/> is what webhooks call it, null where there are none.</summary>
internal sealed record Collection(string Path, string? DataType, string Scope, Func<World, Person, IEnumerable<Document>> Documents)
{
    public bool HasDates { get; init; } = true;
}

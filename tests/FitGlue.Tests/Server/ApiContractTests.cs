using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FitGlue.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace FitGlue.Tests.Server;

/// <summary>What programs of others rely on: the operations of the API, and that none of them is open.</summary>
public sealed partial class ApiContractTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offers_the_operations_that_are_promised()
    {
        await using var system = await TestSystem.StartAsync();

        var operations = await OperationsAsync(system);

        Golden.Matches(string.Concat(operations.Select(operation => $"{operation}\n")), "api.txt");
    }

    [Fact]
    public async Task Answers_nobody_without_a_token()
    {
        await using var system = await TestSystem.StartAsync();
        using var anyone = system.Anonymous();
        var operations = (await OperationsAsync(system))
            .Where(operation => operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal))
            .ToList();

        operations.ShouldNotBeEmpty();
        foreach (var (method, path) in operations)
        {
            foreach (var token in new[] { null, "", "Bearer fg_nobody", "Bearer x" })
            {
                using var request = new HttpRequestMessage(new(method), Parameter.Replace(path, Guid.Empty.ToString()));
                request.Headers.TryAddWithoutValidation("Authorization", token);
                using var answer = await anyone.SendAsync(request, Cancel);
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path} with {token ?? "nothing"}");
            }
        }
    }

    // Also what the description leaves out.
    [Fact]
    public async Task Every_route_below_the_API_asks_who_it_is()
    {
        await using var system = await TestSystem.StartAsync();
        var routes = system
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api", StringComparison.Ordinal))
            .ToList();

        routes.ShouldNotBeEmpty();
        routes.ShouldAllBe(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() != null);
        routes.ShouldAllBe(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() == null);
    }

    private static async Task<IReadOnlyList<Operation>> OperationsAsync(TestSystem system)
    {
        using var anyone = system.Anonymous();
        var description = await anyone.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
        return
        [
            .. from path in description.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            orderby path.Name, operation.Name
            select new Operation(operation.Name.ToUpperInvariant(), path.Name),
        ];
    }

    private sealed record Operation(string Method, string Path)
    {
        public override string ToString() => $"{Method} {Path}";
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter { get; }
}

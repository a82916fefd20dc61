using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FitGlue.Server.Pages;

/// <summary>Style sheet, script and icon out of the assembly. The address holds the hash, so that browsers may keep them for good.</summary>
internal static class EmbeddedAssets
{
    private const string Folder = "wwwroot/";

    private static readonly FrozenDictionary<string, Asset> All = typeof(EmbeddedAssets)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], Read);

    public static string Url(string name) => $"/assets/{All[name].Version}/{name}";

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{version}/{name}", Send).ExcludeFromDescription();

    private static Results<FileContentHttpResult, NotFound> Send(string version, string name, HttpResponse response)
    {
        if (!All.TryGetValue(name, out var asset) || asset.Version != version)
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(asset.Bytes, asset.Type);
    }

    private static Asset Read(string resource)
    {
        using var stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var content = bytes.ToArray();
        var type = Path.GetExtension(resource) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        return new(content, type, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private sealed record Asset(byte[] Bytes, string Type, string Version);
}

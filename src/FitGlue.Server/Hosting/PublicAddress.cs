using FitGlue.Engine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace FitGlue.Server.Hosting;

/// <summary>The address by which browsers and providers reach us. Never taken from a request.</summary>
public sealed class PublicAddress(IOptions<EngineOptions> options, IServer server)
{
    /// <summary>The configured address, else <c>http://localhost</c> with our port: providers refuse 127.0.0.1.</summary>
    public Uri Base => options.Value.PublicUrl ?? new Uri($"http://localhost:{Port}");

    public Uri Callback(string source) => new(Base, $"/connections/{source}/callback");

    private int Port =>
        server
            .Features.Get<IServerAddressesFeature>()
            ?.Addresses.Where(address => !LocalSocket.IsLocal(address))
            .Select(address => new Uri(address.Replace("*", "localhost").Replace("+", "localhost")))
            .FirstOrDefault()
            ?.Port
        ?? new Uri(options.Value.Listen).Port;
}

using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using FitGlue.Server.Hosting;

namespace FitGlue.Cli.Commands;

/// <summary>The server that runs on a data directory, by its Unix socket.</summary>
internal sealed class LocalServer : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly HttpClient _http;
    private readonly string _dataDirectory;

    public LocalServer(string dataDirectory)
    {
        _dataDirectory = Path.GetFullPath(dataDirectory);
        var socket = LocalSocket.PathIn(dataDirectory);
        _http = new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                    return new NetworkStream(connection, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new("http://localhost"),
        };
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(() => _http.GetAsync(path, cancellationToken), cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(() => _http.PostAsJsonAsync(path, body, Json, cancellationToken), cancellationToken);

    public Task<T> SendAsync<T>(string path, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync<T>(() => _http.PostAsync(path, content, cancellationToken), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await send();
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<T>(Json, cancellationToken)
                    ?? throw new CommandException("The server's answer is empty.", ExitCode.Unexpected);
            }

            var problem = await answer.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken);
            throw new CommandException(problem?.Detail ?? $"The server answered {(int)answer.StatusCode}.", ExitCode.Usage);
        }
        catch (HttpRequestException)
        {
            throw new CommandException(
                $"No server runs on {_dataDirectory}. Start it with: fitglue serve. If it has another data directory, name it: --data.",
                ExitCode.Unavailable
            );
        }
    }

    private sealed record Problem(string? Detail);
}

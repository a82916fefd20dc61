using System.Net;

namespace FitGlue.Tests.Oura.Mutations;

/// <summary>An answer that something went wrong with.</summary>
internal sealed record Mutant(byte[] Body)
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    /// <summary>What is promised; null: the truth.</summary>
    public long? ContentLength { get; init; }

    /// <summary>The connection ends after the body.</summary>
    public bool Breaks { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public HttpResponseMessage ToResponse()
    {
        var content = new StreamContent(Breaks ? new BreakingStream(Body) : new MemoryStream(Body));
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (ContentLength is { } length)
        {
            content.Headers.ContentLength = length;
        }

        var response = new HttpResponseMessage((HttpStatusCode)Status) { Content = content };
        foreach (var (name, value) in Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private sealed class BreakingStream(byte[] body) : MemoryStream(body)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw Ended();

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await base.CopyToAsync(destination, bufferSize, cancellationToken);
            throw Ended();
        }

        private static HttpIOException Ended() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    }
}

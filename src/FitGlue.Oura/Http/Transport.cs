namespace FitGlue.Oura;

/// <summary>Sends one request and reads one answer of bounded size, within the client's timeout from first byte to last.</summary>
internal sealed class Transport(HttpClient http, TimeProvider time, int largestAnswer)
{
    /// <exception cref="OuraUnavailableException">There was no complete answer.</exception>
    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // HttpClient's own timeout ends with the headers when the body is read separately.
        using var timeout = new CancellationTokenSource(http.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.LoadIntoBufferAsync(largestAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new((int)response.StatusCode, body, RateLimit.Read(response.Headers, time.GetUtcNow()));
        }
        catch (HttpRequestException exception)
        {
            throw new OuraUnavailableException(
                exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded
                    ? "Oura's answer is larger than any real one."
                    : "Oura cannot be reached, or the connection broke.",
                exception
            );
        }
        catch (IOException exception)
        {
            throw new OuraUnavailableException("The connection to Oura broke in the middle of the answer.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OuraUnavailableException("Oura did not answer in time.", exception);
        }
    }
}

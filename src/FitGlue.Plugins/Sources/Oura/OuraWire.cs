using FitGlue.Core.Sources;

namespace FitGlue.Plugins.Sources.Oura;

/// <summary>What every request to Oura passes, whichever client sends it: it takes one from the budget, and its answer tells the time.</summary>
internal sealed class OuraWire(IRequestBudget budget, RequestLimit limit, OuraClock clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await budget.TakeAsync(OuraSource.Id, limit, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        clock.Read(response.Headers);
        return response;
    }
}

using FitGlue.Simulator.State;

namespace FitGlue.Simulator;

public sealed partial class OuraControl
{
    /// <summary>Token pairs issued since the beginning, by codes, refreshes and this control.</summary>
    public long TokensIssued => _store.Read(s => s.TokensIssued);

    public IReadOnlyList<GrantSummary> Grants =>
        _store.Read(s => s.Grants.Select(g => new GrantSummary(g.Id, g.ClientId, g.Person, g.Scopes, g.Revoked, g.Refreshes)).ToArray());

    /// <summary>Issues a token pair as if the person had gone through the consent page.</summary>
    /// <exception cref="KeyNotFoundException">The app is not registered.</exception>
    public IssuedTokens IssueTokens(string clientId, string person, params IReadOnlyList<string> scopes)
    {
        var name = Person(person).Name;
        return _store.Change(s =>
        {
            var app = s.Apps.GetValueOrDefault(clientId) ?? throw new KeyNotFoundException($"There is no app {clientId}.");
            var grant = _tokens.Begin(s, app, name, scopes);
            return new IssuedTokens(grant.Access[^1].Token, grant.RefreshToken, grant.Access[^1].ExpiresAt, scopes);
        });
    }

    /// <summary>As if the person had revoked the app in their account; null means every app.</summary>
    public int RevokeGrants(string person, string? clientId = null) =>
        ChangeGrants(g => g.Person == person && (clientId is null || g.ClientId == clientId), g => g with { Revoked = true });

    /// <summary>As if the person had taken one permission back; the tokens live on.</summary>
    /// <param name="scope">Bare name.</param>
    public int WithdrawScope(string person, string scope) =>
        ChangeGrants(g => g.Person == person, g => g with { Scopes = [.. g.Scopes.Where(s => OAuth.Scopes.Bare(s) != scope)] });

    /// <summary>Every access token expires now; refresh tokens live on.</summary>
    public int ExpireAccessTokens()
    {
        var now = _time.GetUtcNow();
        return ChangeGrants(_ => true, g => g with { Access = [.. g.Access.Select(a => a with { ExpiresAt = now })] });
    }

    private int ChangeGrants(Predicate<Grant> which, Func<Grant, Grant> change) =>
        _store.Change(s =>
        {
            var count = 0;
            for (var index = 0; index < s.Grants.Count; index++)
            {
                if (!s.Grants[index].Revoked && which(s.Grants[index]))
                {
                    s.Grants[index] = change(s.Grants[index]);
                    count++;
                }
            }

            return count;
        });
}

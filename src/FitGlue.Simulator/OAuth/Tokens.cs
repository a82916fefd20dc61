using System.Security.Cryptography;
using System.Text;
using FitGlue.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Simulator.OAuth;

/// <summary>Makes, renews and looks up tokens. The methods that take a state are called inside a change of it.</summary>
internal sealed class Tokens(Store store, TimeProvider time)
{
    private const int SpentKept = 50;

    public Grant Begin(SimulatorState state, SimulatedApp app, string person, IReadOnlyList<string> scopes)
    {
        var grant = new Grant
        {
            Id = Guid.NewGuid().ToString(),
            ClientId = app.ClientId,
            Person = person,
            Scopes = scopes,
            RefreshToken = Secret(app.Portal),
            Access = [Access(state, app)],
        };
        state.Grants.Add(grant);
        state.TokensIssued++;
        return grant;
    }

    public Grant Renew(SimulatorState state, SimulatedApp app, Grant grant)
    {
        var now = time.GetUtcNow();
        var kept = state.Knobs.RefreshEndsOldAccessToken ? [] : grant.Access.Where(a => a.ExpiresAt > now);
        state.TokensIssued++;
        return grant with
        {
            RefreshToken = Secret(app.Portal),
            SpentRefreshTokens = [.. grant.SpentRefreshTokens.TakeLast(SpentKept), grant.RefreshToken],
            Refreshes = grant.Refreshes + 1,
            Access = [.. kept, Access(state, app)],
        };
    }

    /// <summary>The grant behind an access token that is alive now.</summary>
    public Grant? Find(string accessToken)
    {
        var now = time.GetUtcNow();
        return store.Read(s => s.Grants.Find(g => !g.Revoked && g.Access.Any(a => a.Token == accessToken && a.ExpiresAt > now)));
    }

    /// <summary>Ends the grant that a token, access or refresh, belongs to; a token that is unknown is gone already.</summary>
    public void Revoke(string token) =>
        store.Change(s =>
        {
            var index = s.Grants.FindIndex(g => g.RefreshToken == token || g.Access.Any(a => a.Token == token));
            if (index >= 0)
            {
                s.Grants[index] = s.Grants[index] with { Revoked = true };
            }
        });

    /// <summary>Unsigned: nobody is meant to rely on it, but it is there, as in the real answer.</summary>
    public static string IdToken(string subject, string audience) =>
        $"{Part("""{"alg":"none","typ":"JWT"}""")}.{Part($$"""{"sub":"{{subject}}","aud":"{{audience}}"}""")}.";

    private IssuedAccess Access(SimulatorState state, SimulatedApp app) =>
        new(Secret(app.Portal), time.GetUtcNow() + state.Knobs.AccessTokenLifetime);

    private static string Secret(Portal portal) =>
        portal is Portal.Moi ? "_0XBPWQQ_" + Guid.NewGuid() : RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    private static string Part(string json) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(json));
}

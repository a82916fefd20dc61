using Microsoft.Extensions.Primitives;

namespace FitGlue.Simulator.OAuth;

/// <summary>What an app asks the authorize page for.</summary>
internal sealed record Asked(
    string ClientId,
    string? ResponseType,
    string? RedirectUri,
    string? Scope,
    string? State,
    string? Challenge,
    string? ChallengeMethod,
    string? LoginHint
)
{
    public static Asked From(Func<string, StringValues> read)
    {
        string? Maybe(string name) => read(name) is { Count: > 0 } value ? value.ToString() : null;
        return new Asked(
            Maybe("client_id") ?? "",
            Maybe("response_type"),
            Maybe("redirect_uri"),
            Maybe("scope"),
            Maybe("state"),
            Maybe("code_challenge"),
            Maybe("code_challenge_method"),
            Maybe("login_hint")
        );
    }

    public IEnumerable<(string Name, string Value)> Fields() =>
        new (string Name, string? Value)[]
        {
            ("client_id", ClientId),
            ("response_type", ResponseType),
            ("redirect_uri", RedirectUri),
            ("scope", Scope),
            ("state", State),
            ("code_challenge", Challenge),
            ("code_challenge_method", ChallengeMethod),
        }
            .Where(f => f.Value is not null)
            .Select(f => (f.Name, f.Value ?? ""));
}

using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Whose data an access token opens, and which of them.</summary>
internal sealed record Caller(Person Person, Grant Grant)
{
    public bool May(string scope) => Grant.Scopes.Any(s => Scopes.Bare(s) == scope);
}

/// <summary>The checks that every data request passes: token, then membership, then scope.</summary>
internal sealed class Gate(Store store, Tokens tokens)
{
    /// <summary>Null scope: any token will do.</summary>
    public (Caller? Caller, IResult? Refusal) Open(HttpRequest request, string? scope)
    {
        if (Bearer(request) is not { } token)
        {
            return (null, Answers.Detail(400, "Token is missing from Request Authorization Header"));
        }

        if (tokens.Find(token) is not { } grant)
        {
            return (null, Answers.Detail(401, "Access token is expired, malformed or revoked."));
        }

        var (person, knobs) = store.Read(s => (s.People[grant.Person], s.Knobs));
        var caller = new Caller(person, grant);
        if (!person.MembershipActive)
        {
            return (null, Answers.MembershipLapsed(knobs.MembershipStatus));
        }

        return scope is null || caller.May(scope)
            ? (caller, null)
            : (null, Answers.Detail(knobs.MissingScopeStatus, $"The access token lacks the scope {scope}."));
    }

    public static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.Length == 0 ? null
            : header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim()
            : header;
    }
}

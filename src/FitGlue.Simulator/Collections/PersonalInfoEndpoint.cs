using System.Text.Json.Nodes;
using FitGlue.Simulator.OAuth;
using FitGlue.Simulator.State;

namespace FitGlue.Simulator.Collections;

/// <summary>Who it is: the id for any token, the rest as far as scopes allow.</summary>
internal sealed class PersonalInfoEndpoint(Gate gate)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v2/usercollection/personal_info", Answer);

    private IResult Answer(HttpRequest request)
    {
        var (caller, refusal) = gate.Open(request, scope: null);
        if (caller is null)
        {
            return refusal ?? Answers.NotFound();
        }

        var (person, personal) = (caller.Person, caller.May("personal"));
        return OAuthAnswers.Json(
            200,
            new JsonObject
            {
                ["id"] = person.UserId,
                ["age"] = personal ? person.Age : null,
                ["weight"] = personal ? Wire.Float(person.WeightKilograms) : null,
                ["height"] = personal ? Wire.Float(person.HeightMeters) : null,
                ["biological_sex"] = personal ? person.Sex : null,
                ["email"] = caller.May("email") ? person.Email : null,
            }
        );
    }
}

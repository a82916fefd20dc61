using FitGlue.Engine.Connections;
using FitGlue.Engine.Uploads;
using FitGlue.Server.Accounts;
using FitGlue.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace FitGlue.Server.Uploads;

/// <summary>What <c>fitglue import</c> hands to the running server, in the name of a user whom it names.</summary>
internal static class LocalUploads
{
    public static void MapLocalUploads(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/uploads", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(UploadDesk.LargestRequest));

    // What was refused is told among the items: the command goes on with the next file.
    private static async Task<Results<Ok<UploadAnswer>, ProblemHttpResult>> TakeAsync(
        string? user,
        string? timeZone,
        HttpRequest request,
        UserManager<User> users,
        UploadDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (users.FindLocal(user) is not { } found)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "no_such_user", LocalUser.Unknown(user));
        }

        if (UploadZone.WhyUnknown(timeZone) is { } unknown)
        {
            return Problems.Invalid(unknown);
        }

        return await UploadEndpoints.ReadAsync(request, found.Id, TimeZones.Find(timeZone), desk, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : Problems.Invalid("Send a multipart form.");
    }
}

using System.Runtime.CompilerServices;

namespace FitGlue.Server.Uploads;

/// <summary>The files of a form that a page has read, for its token stands among them.</summary>
internal static class UploadedForm
{
    public static async IAsyncEnumerable<SentFile> FilesAsync(
        IFormCollection form,
        int largest,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // A form without a chosen file sends one without a name.
        foreach (var file in form.Files.GetFiles("file").Where(file => file.FileName.Length > 0))
        {
            await using var stream = file.OpenReadStream();
            yield return await UploadBody.ContentAsync(stream, largest, cancellationToken) is { } content
                ? new(file.FileName, content)
                : SentFile.TooLarge(file.FileName, largest);
        }
    }
}

/// <summary>A page cannot tell of a form that is too large to be read: it is stopped before, and the page says why.</summary>
internal static class UploadTooLarge
{
    public const string Page = "/upload";

    public static readonly string Text =
        $"Nothing was uploaded: all files together are larger than {UploadDesk.LargestRequest >> 20} MB. Upload them in several turns.";

    public static void UseUploadLimit(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != Page || !IsTooLarge(context.Request))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = $"{Page}?tooLarge=true";
                return Task.CompletedTask;
            }
        );

    private static bool IsTooLarge(HttpRequest request) => request.ContentLength > UploadDesk.LargestRequest;
}

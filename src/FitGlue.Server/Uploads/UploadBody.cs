using System.Runtime.CompilerServices;
using FitGlue.Core.Sources;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FitGlue.Server.Uploads;

/// <summary>Reads the files of a multipart request as they come: never more than one of them in memory.</summary>
internal static class UploadBody
{
    private const string Field = "file";
    private const string Rest = "What is named before this is kept; send the rest again in smaller turns.";
    private const int BlockBytes = 64 * 1024;

    /// <returns>Null: the request is no multipart form.</returns>
    public static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary
            ? boundary
            : null;

    /// <summary>One after another; what cannot be read of the request is told in place of a file.</summary>
    public static async IAsyncEnumerable<SentFile> ReadAsync(
        HttpRequest request,
        string boundary,
        int largest,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reader = new MultipartReader(boundary, request.Body);
        while (await NextAsync(reader, largest, cancellationToken) is { } file)
        {
            yield return file;
            if (file.Fault is FileFault.Unreadable)
            {
                yield break;
            }
        }
    }

    private static async Task<SentFile?> NextAsync(MultipartReader reader, int largest, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (NameOf(section) is { } name)
                {
                    return await ContentAsync(section.Body, largest, cancellationToken) is { } content
                        ? new(name, content)
                        : SentFile.TooLarge(name, largest);
                }
            }

            return null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return new("", [], FileFault.Unreadable, $"All files together are larger than {UploadDesk.LargestRequest >> 20} MB. {Rest}");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return new("", [], FileFault.Unreadable, $"What was sent ends too soon or is no multipart form. {Rest}");
        }
    }

    /// <returns>Null: more than that.</returns>
    public static async Task<byte[]?> ContentAsync(Stream stream, int largest, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var block = new byte[BlockBytes];
        for (int read; (read = await stream.ReadAsync(block, cancellationToken)) > 0; )
        {
            if (content.Length + read > largest)
            {
                return null;
            }

            content.Write(block, 0, read);
        }

        return content.ToArray();
    }

    // Other fields of the form are passed by.
    private static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && HeaderUtilities.RemoveQuotes(disposition.Name).Equals(Field, StringComparison.Ordinal)
        && disposition.IsFileDisposition()
            ? HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString()
            : null;
}

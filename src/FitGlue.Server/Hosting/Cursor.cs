using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Server.Hosting;

/// <summary>A page of a list, and where the next one begins.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>The place of a row in a list ordered by time and id, newest first.</summary>
internal readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public override string ToString() => WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes($"{At.UtcTicks}.{Id:N}"));

    public const string Foreign = "The cursor is not one of ours. Send nextCursor of the page before as it came.";

    /// <summary>Reads the cursor of a request; none is the first page.</summary>
    /// <returns>False: not one of our cursors.</returns>
    public static bool TryRead(string? text, out Cursor? cursor)
    {
        cursor = text is not null && TryParse(text, out var parsed) ? parsed : null;
        return text is null || cursor is not null;
    }

    /// <returns>False: not one of our cursors.</returns>
    public static bool TryParse(string text, out Cursor cursor)
    {
        cursor = default;
        try
        {
            var parts = Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)).Split('.');
            if (
                parts.Length != 2
                || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                || ticks > DateTimeOffset.MaxValue.UtcTicks
                || !Guid.TryParse(parts[1], out var id)
            )
            {
                return false;
            }

            cursor = new(new DateTimeOffset(ticks, TimeSpan.Zero), id);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public static int Limit(int? asked) => Math.Clamp(asked ?? DefaultLimit, 1, MaxLimit);

    public static Page<TItem> PageOf<TRow, TItem>(IReadOnlyList<TRow> rows, int limit, Func<TRow, Cursor> at, Func<TRow, TItem> item) =>
        new([.. rows.Take(limit).Select(item)], rows.Count > limit ? at(rows[limit - 1]).ToString() : null);
}

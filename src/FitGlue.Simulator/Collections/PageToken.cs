using System.Text;
using System.Text.Json;
using FitGlue.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace FitGlue.Simulator.Collections;

/// <summary>Where the next page begins. It carries the original query, so that a client may send the token alone.</summary>
internal sealed record PageToken(long? Start, long? End, string? Fields, long At, string? After, int Skip)
{
    public static PageToken? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PageToken>(WebEncoders.Base64UrlDecode(text), Wire.Options);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }

    public override string ToString() => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Wire.Options)));
}

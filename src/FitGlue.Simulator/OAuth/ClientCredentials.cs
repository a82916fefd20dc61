using System.Text;

namespace FitGlue.Simulator.OAuth;

/// <summary>Who calls the token endpoint: from the form, or from a Basic header.</summary>
internal sealed record ClientCredentials(string Id, string Secret)
{
    public static ClientCredentials? From(HttpRequest request, IFormCollection form)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return Basic(header["Basic ".Length..].Trim());
        }

        return form["client_id"].ToString() is { Length: > 0 } id ? new ClientCredentials(id, form["client_secret"].ToString()) : null;
    }

    private static ClientCredentials? Basic(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return pair.Length == 2 ? new ClientCredentials(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) : null;
    }
}
